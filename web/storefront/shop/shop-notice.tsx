import type { Shop } from '../../../shared/protocol/shapes.ts'
import { orderTexts } from '../../ui/order-texts.ts'
import { StatusLabel } from '../../ui/status-label.tsx'

const said = {
  closed: orderTexts.shopPage.closed,
  suspended: orderTexts.shopPage.suspended,
} as const

/** Says why nothing can be ordered from a shop that is not open. */
export const ShopNotice = ({ shop }: { shop: Shop }) =>
  shop.status === 'open' ? null : (
    <p>
      <StatusLabel tone="warn" icon="lock" filled>
        {said[shop.status]}
      </StatusLabel>
    </p>
  )
