import { useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { pickupCodeOf } from '../../../shared/order-search.ts'
import type { Order } from '../../../shared/protocol/shapes.ts'
import { useFreshness, useOrder, useSellerClient } from '../../store/hooks.ts'
import { useChangeSearch } from '../shell/use-change-search.ts'
import { useShopChoice } from '../shell/use-shop-choice.ts'
import { findOrderOfProduct, findOrders } from './find-order.ts'

/** The order that the address names, by id or by a receipt's pickup code; `missing` is what was not found. */
export function useOpenOrder() {
  const client = useSellerClient()
  const { code, order: id, product: productId } = useSearch({ from: '/sell/orders' })
  const change = useChangeSearch()
  const known = useOrder(id ?? '')
  const { all } = useShopChoice()
  const live = useFreshness() === 'live'
  const [missing, setMissing] = useState<string | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `change` and the shops are new objects at each render
  useEffect(() => {
    if (!live || all.length === 0) return
    let over = false
    const shopIds = all.map((shop) => shop.id)
    const look = async () => {
      const found = code
        ? ((await findOrders(client, shopIds, code)) ?? []).find(isOfCode(code))
        : id && !client.orders.get(id)
          ? await findById(id)
          : undefined
      if (over) return
      if (found) change({ order: found.id, code: undefined, product: undefined })
      else if (code || (id && !client.orders.get(id))) setMissing(code ?? id ?? null)
    }
    const findById = (orderId: string) => {
      const product = client.store.product(productId ?? 0)
      return product ? findOrderOfProduct(client, product.shopId, product.id, orderId) : null
    }
    setMissing(null)
    void look()
    return () => {
      over = true
    }
  }, [client, code, id, productId, live, all.length])
  return {
    order: known ?? null,
    missing,
    open: (order: Order) => change({ order: order.id, code: undefined, product: undefined }),
    close: () => change({ order: undefined, code: undefined, product: undefined }),
  }
}

const isOfCode = (code: string) => {
  const wanted = pickupCodeOf(code)
  return ({ pickupCode }: Order) => pickupCode === wanted
}
