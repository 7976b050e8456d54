import { useSyncExternalStore } from 'react'
import type { Order } from '../../../shared/protocol/shapes.ts'
import { useOrders } from '../../store/hooks.ts'
import { useSellerTools } from '../shell/seller-tools.ts'

/** The newest order that lists show; null before the first list. */
export function useSeenUpTo(): number | null {
  const { seen } = useSellerTools()
  return useSyncExternalStore(seen.upTo.subscribe, seen.upTo.get)
}

/** Newer orders of these shops. */
export function useNewOrders(shopIds: readonly number[]): readonly Order[] {
  const orders = useOrders()
  const upTo = useSeenUpTo()
  if (upTo === null) return []
  const first = orders.findIndex((order) => order.seq <= upTo)
  const newer = first === -1 ? orders : orders.slice(0, first)
  return newer.filter((order) => shopIds.includes(order.shopId))
}
