import { useSyncExternalStore } from 'react'
import type { Order } from '../../../shared/protocol/shapes.ts'
import { useOrders } from '../../store/hooks.ts'
import { useSellerTools } from '../shell/seller-tools.ts'
import { useShopChoice } from '../shell/use-shop-choice.ts'

/** The newest order that lists show; null before the first list. */
export function useSeenUpTo(): number | null {
  const { seen } = useSellerTools()
  return useSyncExternalStore(seen.upTo.subscribe, seen.upTo.get)
}

/** Newer orders of the chosen shops. */
export function useNewOrders(): readonly Order[] {
  const { ids } = useShopChoice()
  const orders = useOrders()
  const upTo = useSeenUpTo()
  if (upTo === null) return []
  const first = orders.findIndex((order) => order.seq <= upTo)
  const newer = first === -1 ? orders : orders.slice(0, first)
  return newer.filter((order) => ids.includes(order.shopId))
}
