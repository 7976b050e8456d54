import type { Product } from '../../../shared/protocol/shapes.ts'
import { useShop } from '../../store/hooks.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { StatusLabel } from '../../ui/status-label.tsx'
import { isLow, isSoldOut } from './product-list.ts'

/** Says that a product is sold out or running low; nothing otherwise. */
export function StockMark({ product }: { product: Product }) {
  const shop = useShop(product.shopId)
  if (isSoldOut(product)) {
    return (
      <StatusLabel tone="muted" icon="sold-out" filled>
        {sellerTexts.table.soldOut}
      </StatusLabel>
    )
  }
  if (!isLow(product, shop)) return null
  return (
    <StatusLabel tone="warn" filled>
      {sellerTexts.table.low}
    </StatusLabel>
  )
}
