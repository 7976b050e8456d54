import { sellerTexts } from '../../ui/seller-texts.ts'
import { StatusLabel } from '../../ui/status-label.tsx'
import { sellerRefusal } from './refusal-text.ts'
import type { Mutation } from './use-command.ts'

/** What is wrong with a command, next to its button; empty while all is well. */
export const MutationStatus = ({ mutation }: { mutation: Mutation }) => (
  <div role="status">
    {mutation.kind === 'waiting' && (
      <StatusLabel tone="warn" icon="clock">
        {sellerTexts.waiting}
      </StatusLabel>
    )}
    {mutation.kind === 'refused' && <StatusLabel tone="bad">{sellerRefusal(mutation.refusal)}</StatusLabel>}
  </div>
)
