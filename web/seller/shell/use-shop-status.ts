import type { Shop } from '../../../shared/protocol/shapes.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { useDateTime } from './use-date-time.ts'

/** "Open", "Paused", "Closed until 15:00". */
export function useShopStatus(shop: Shop): string {
  const said = sellerTexts.day.status
  const { short } = useDateTime(shop.id)
  if (shop.status !== 'closed') return said[shop.status]
  return shop.reopensAt ? said.until(short(shop.reopensAt)) : said.paused
}
