import { useEffect } from 'react'
import type { Order, Shop } from '../../../shared/protocol/shapes.ts'
import { useOrder, useProduct, useShop } from '../../store/hooks.ts'
import { nameOnLine } from '../../store/translated.ts'
import { announce } from '../../ui/announcements.ts'
import { orderTexts } from '../../ui/order-texts.ts'

/** The latest version of a new order, and its shop. Announces the pickup code. */
export function useBought(first: Order): { order: Order; shop: Shop | undefined } {
  const order = useOrder(first.id) ?? first
  const shop = useShop(order.shopId)
  const [line] = order.lines
  const product = useProduct(line?.productId ?? 0)
  const name = line ? nameOnLine(line, product) : ''
  useEffect(
    () => announce(orderTexts.outcome.announceBought(name, first.pickupCode)),
    [name, first.pickupCode],
  )
  return { order, shop }
}
