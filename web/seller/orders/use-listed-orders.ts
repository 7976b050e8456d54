import { useEffect, useRef } from 'react'
import { isOpen } from '../../../shared/catalog/order-states.ts'
import { orderSearch } from '../../../shared/order-search.ts'
import type { Order } from '../../../shared/protocol/shapes.ts'
import { useMarketInfo, useOrders, useSellerClient } from '../../store/hooks.ts'
import type { OrderQuery } from './order-pages.ts'
import { useNewOrders, useSeenUpTo } from './use-new-orders.ts'
import { type UsedOrderPages, useOrderPages } from './use-order-pages.ts'

export interface ListedOrders extends Omit<UsedOrderPages, 'covers' | 'loadAll'> {
  orders: readonly Order[]
  /** How many came since and fit. */
  newer: number
  /** Loads and returns all that fit; null when that was cut short. */
  findAll: () => Promise<readonly Order[] | null>
}

/**
 * The orders that a filter shows, newest first. New ones wait until they are asked for, and an order that no
 * longer fits (it was just handed over) keeps its place until another filter is chosen: no row moves by itself.
 */
export function useListedOrders(shopIds: readonly number[], query: OrderQuery): ListedOrders {
  const all = useOrders()
  const upTo = useSeenUpTo()
  const client = useSellerClient()
  const { covers, loadAll, ...pages } = useOrderPages(shopIds, query, 1)
  const fits = fitting(query, useMarketInfo()?.currencyDigits ?? 2, pages.networkOf)
  const newer = useNewOrders(shopIds).filter(fits).length
  const key = JSON.stringify([shopIds, query, upTo])
  const kept = useRef({ key, ids: new Set<string>() })
  const ids = kept.current.key === key ? kept.current.ids : new Set<string>()
  const isShown = (order: Order) =>
    ids.has(order.id) || (fits(order) && shopIds.includes(order.shopId) && covers(order))
  const orders = upTo === null ? [] : all.filter((order) => order.seq <= upTo && isShown(order))
  useEffect(() => {
    kept.current = { key, ids: new Set(orders.map(({ id }) => id)) }
  })
  const findAll = async () => {
    if (!(await loadAll())) return null
    return client.orders.list().filter((order) => order.seq <= (upTo ?? 0) && fits(order) && covers(order))
  }
  return { ...pages, orders, newer, findAll }
}

/** The server's own rule of what an order must have to be found. */
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
