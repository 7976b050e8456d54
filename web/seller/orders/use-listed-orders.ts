import { useEffect, useRef } from 'react'
import { isOpen } from '../../../shared/catalog/order-states.ts'
import { orderSearch } from '../../../shared/order-search.ts'
import type { Order } from '../../../shared/protocol/shapes.ts'
import { useMarketInfo, useOrders, useSellerClient } from '../../store/hooks.ts'
import { useShopChoice } from '../shell/use-shop-choice.ts'
import type { OrderQuery } from './order-pages.ts'
import { useNewOrders, useSeenUpTo } from './use-new-orders.ts'
import { useOrderPages } from './use-order-pages.ts'

/**
 * The orders of the chosen shops that match a filter, newest first. No row moves by itself: new orders wait until they
 * are requested, and one that no longer matches (because it was handed over) stays until the filter changes.
 */
export function useListedOrders(query: OrderQuery) {
  const { ids: shopIds } = useShopChoice()
  const all = useOrders()
  const upTo = useSeenUpTo()
  const client = useSellerClient()
  const { covers, loadAll, ...pages } = useOrderPages(shopIds, query, 1)
  const fits = fitting(query, useMarketInfo()?.currencyDigits ?? 2, pages.networkOf)
  /** How many newer orders match. */
  const newer = useNewOrders().filter(fits).length
  const key = JSON.stringify([shopIds, query, upTo])
  const kept = useRef({ key, ids: new Set<string>() })
  const ids = kept.current.key === key ? kept.current.ids : new Set<string>()
  const isShown = (order: Order) =>
    ids.has(order.id) || (fits(order) && shopIds.includes(order.shopId) && covers(order))
  const orders = upTo === null ? [] : all.filter((order) => order.seq <= upTo && isShown(order))
  useEffect(() => {
    kept.current = { key, ids: new Set(orders.map(({ id }) => id)) }
  })
  /** Loads and returns all matches; null if it was interrupted. */
  const findAll = async () => {
    if (!(await loadAll())) return null
    return client.orders.list().filter((order) => order.seq <= (upTo ?? 0) && fits(order) && covers(order))
  }
  return { ...pages, orders, newer, findAll }
}

/** The server's rule for what a search matches. */
function fitting(
  { status, open, find, since, until, network, productId }: OrderQuery,
  currencyDigits: number,
  networkOf: (orderId: string) => string | undefined,
): (order: Order) => boolean {
  const isFound = orderSearch(find === undefined ? undefined : String(find), currencyDigits)
  return (order) =>
    (status === undefined || order.status === status) &&
    (open === undefined || isOpen(order) === open) &&
    (since === undefined || order.placedAt >= since) &&
    (until === undefined || order.placedAt < until) &&
    (network === undefined || networkOf(order.id) === network) &&
    (productId === undefined || order.lines.some((line) => line.productId === productId)) &&
    isFound(order, () => order.buyerName)
}
