import { sellerTexts } from '../../ui/seller-texts.ts'
import { StatusLabel } from '../../ui/status-label.tsx'
import type { Deed } from './use-deed.ts'

/** How it stands with something that one did, beside the button that did it; nothing while all is well. */
export const DeedStatus = ({ deed }: { deed: Deed }) => (
  <div role="status">
    {deed.kind === 'waiting' && (
      <StatusLabel tone="warn" icon="clock">
        {sellerTexts.waiting}
      </StatusLabel>
    )}
    {deed.kind === 'refused' && (
      <StatusLabel tone="bad" icon="alert">
        {sellerTexts.refusal(deed.refusal)}
      </StatusLabel>
    )}
  </div>
)
