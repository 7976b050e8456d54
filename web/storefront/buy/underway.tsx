import { Group, Loader } from '@mantine/core'
import type { PurchaseState } from '../../store/purchases.ts'
import { orderTexts } from '../../ui/order-texts.ts'

const words = orderTexts.outcome

/** The progress of a purchase whose outcome is not known yet. `title` names it where there are several. */
export const Underway = ({ state, title }: { state: PurchaseState; title?: string }) => (
  <Group role="status" gap="sm" wrap="nowrap" p="md" bdrs="md" bg="var(--sunk)" fw={600}>
    <Loader size="sm" aria-hidden="true" />
    <span>
      {title && `${title}: `}
      {textOf(state)}
    </span>
  </Group>
)

function textOf(state: PurchaseState): string {
  if (state.kind !== 'unknown') return words.sending
  return state.why === 'silence' ? words.findingOut : words.marketBusy
}
