import { useMarketInfo } from '../../store/hooks.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { useTitle } from '../../ui/use-title.ts'
import { useNewOrders } from '../orders/use-new-orders.ts'

/** Sets the tab's title, with the number of new orders that are not shown yet. */
export function usePageTitle(page: string): void {
  const market = useMarketInfo()?.name
  const newOrders = useNewOrders().length
  useTitle(sellerTexts.newInTitle(newOrders, market ? `${page} · ${market}` : page))
}
