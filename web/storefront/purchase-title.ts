import type { PurchaseLine } from '../../shared/protocol/buyer-messages.ts'
import type { MarketStore } from '../store/market-store.ts'
import { texts } from '../ui/texts.ts'

/** A purchase in a few words: "Baguette", "Baguette and 2 others". `otherwise` names a product that is no longer there. */
export function purchaseTitle(
  lines: readonly PurchaseLine[],
  store: MarketStore,
  otherwise?: string,
): string {
  const first = store.product(lines[0]?.productId ?? 0)?.name ?? otherwise ?? texts.storefront.buy.gone
  return lines.length > 1 ? texts.storefront.notices.several(first, lines.length - 1) : first
}
