import { useShop } from '../../store/hooks.ts'

/** A shop's name below what belongs to it, in tables of several shops. */
export function ShopName({ shopId }: { shopId: number }) {
  const shop = useShop(shopId)
  return shop ? <span data-note>{shop.name}</span> : null
}
