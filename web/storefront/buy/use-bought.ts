import { useEffect } from 'react'
import type { Order, Shop } from '../../../shared/protocol/shapes.ts'
import { useOrder, useShop } from '../../store/hooks.ts'
import { announce } from '../../ui/announcements.ts'
import { orderTexts } from '../../ui/order-texts.ts'

/** The latest version of a new order, and its shop. Announces the pickup code. */
export function useBought(first: Order): { order: Order; shop: Shop | undefined } {
  const order = useOrder(first.id) ?? first
  const shop = useShop(order.shopId)
  const name = order.lines[0]?.name ?? ''
  useEffect(
    () => announce(orderTexts.outcome.announceBought(name, first.pickupCode)),
    [name, first.pickupCode],
  )
  return { order, shop }
}
