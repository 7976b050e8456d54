import type { Shop } from '../../../shared/protocol/shapes.ts'
import { orderTexts } from '../../ui/order-texts.ts'
import { StatusLabel } from '../../ui/status-label.tsx'
import { zonedFormat } from '../../ui/zoned-format.ts'

const words = orderTexts.shopPage

/** Says why nothing can be ordered from a shop that is not open, and when it opens again. */
export const ShopNotice = ({ shop }: { shop: Shop }) =>
  shop.status === 'open' ? null : (
    <p>
      <StatusLabel tone="warn" icon="lock" filled>
        {shop.status === 'suspended' ? words.suspended : closedOf(shop)}
      </StatusLabel>
    </p>
  )

const weekAndDay = { weekday: 'short', day: 'numeric', month: 'short' } as const
const clock = { hour: '2-digit', minute: '2-digit' } as const

function closedOf({ reopensAt, timeZone }: Shop): string {
  // A page that was saved by an earlier version does not know.
  if (!reopensAt) return words.closed
  const isSoon = reopensAt - Date.now() < 12 * 60 * 60_000
  const when = zonedFormat(isSoon ? clock : { ...weekAndDay, ...clock }, timeZone)
  return words.closedUntil(when.format(reopensAt))
}
