import { type NavigateOptions, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { orderStatuses } from '../../../shared/catalog/order-states.ts'
import { orderSearch } from '../../../shared/order-search.ts'
import type { Order } from '../../../shared/protocol/shapes.ts'
import { hasWords, searchable, wordsOf } from '../../../shared/search-text.ts'
import { useMarketInfo, useOpenedSession, useOrders, useSellerClient } from '../../store/hooks.ts'
import { rankOfProduct } from '../../store/product-text.ts'
import type { IconName } from '../../ui/icons.tsx'
import { textsOfState } from '../../ui/order-states.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { findOrders } from '../orders/find-order.ts'
import { useMay } from '../shell/use-may.ts'
import { useShopChoice } from '../shell/use-shop-choice.ts'

const said = sellerTexts.palette
const eachMax = 6
/** How long typing must pause before the server is asked. */
const restMs = 200

/** A result, and what choosing it does. */
export interface Find {
  key: string
  icon: IconName
  name: string
  detail: string
  go: () => void
}

/** All results: orders, products, orders by their contents, then actions. */
export function useFinds(typed: string): Find[] {
  const sought = typed.trim()
  const words = wordsOf(sought)
  const actions = useActions().filter(({ name }) => hasWords(searchable(name), words))
  const products = useProductFinds(sought)
  const { byThemselves, byContents } = useOrderFinds(sought)
  if (sought === '') return actions
  return [...byThemselves, ...products, ...byContents, ...actions.slice(0, eachMax)]
}

function useActions(): Find[] {
  const navigate = useNavigate()
  const isOperator = useOpenedSession()?.session.role === 'operator'
  const may = useMay()
  const action = (name: string, icon: IconName, go: () => void): Find => ({
    key: name,
    icon,
    name,
    detail: said.action,
    go,
  })
  const page = (name: string, icon: IconName, target: NavigateOptions) =>
    action(name, icon, () => void navigate(target))
  return [
    page(sellerTexts.overview, 'home', { to: '/sell' }),
    page(sellerTexts.products, 'box', { to: '/sell/products' }),
    ...(may('products')
      ? [
          page(sellerTexts.product.create, 'plus', { to: '/sell/products', search: { act: 'new' } }),
          page(sellerTexts.import.title, 'upload', { to: '/sell/products', search: { act: 'import' } }),
        ]
      : []),
    page(sellerTexts.orders, 'bag', { to: '/sell/orders' }),
    ...orderStatuses.map((status) => {
      const { label, icon } = textsOfState(status).seller
      return page(said.ordersIn(label), icon, { to: '/sell/orders', search: { status } })
    }),
    page(sellerTexts.settings, 'settings', { to: '/sell/settings' }),
    ...(may('staff') ? [page(sellerTexts.staff.open, 'user', { to: '/sell/staff' })] : []),
    page(sellerTexts.look.signTitle, 'print', { to: '/sell/sign' }),
    ...(isOperator
      ? [
          page(sellerTexts.shops.title, 'shop', { to: '/sell/shops' }),
          page(sellerTexts.look.title, 'edit', { to: '/sell/look' }),
        ]
      : []),
    action(sellerTexts.toStorefront, 'shop', () => window.location.assign('/')),
    action(sellerTexts.toBoard, 'expand', () => window.location.assign('/board')),
  ]
}

function useProductFinds(sought: string): Find[] {
  const { store } = useSellerClient()
  const { ids } = useShopChoice()
  const navigate = useNavigate()
  if (sought === '') return []
  const rank = rankOfProduct(sought)
  const ranked = [...(store.view()?.products.values() ?? [])]
    .filter(({ shopId }) => ids.includes(shopId))
    .map((product) => ({ product, rank: rank(product) }))
    .filter((one) => one.rank > 0)
    .sort((a, b) => b.rank - a.rank)
  return ranked.slice(0, eachMax).map(({ product: { id, name, stock } }) => {
    const go = () => void navigate({ to: '/sell/products/$id', params: { id: String(id) } })
    return { key: `product ${id}`, icon: 'box', name, detail: said.stock(stock), go }
  })
}

/** Orders that are loaded, and those that only the server has. */
function useOrderFinds(sought: string) {
  const client = useSellerClient()
  const { ids } = useShopChoice()
  const navigate = useNavigate()
  const [asked, setAsked] = useState<readonly Order[]>([])
  const known = useOrders()
  const currencyDigits = useMarketInfo()?.currencyDigits ?? 2
  const key = ids.join(' ')
  useEffect(() => {
    setAsked([])
    if (sought.length < 2) return
    let isOver = false
    const ask = async () => {
      const found = await findOrders(client, key.split(' ').map(Number), sought)
      if (!isOver && found) setAsked(found)
    }
    const timer = setTimeout(() => void ask(), restMs)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [client, key, sought])
  const isFound = orderSearch(sought, currencyDigits)
  const here = known.filter((order) => ids.includes(order.shopId) && isFound(order, () => order.buyerName))
  const all = new Map([...here, ...asked].map((order) => [order.id, order]))
  const orders = sought === '' ? [] : [...all.values()]
  const isOfItself = (order: Order) => isFound({ ...order, lines: [] }, () => order.buyerName)
  const find = (order: Order): Find => ({
    key: `order ${order.id}`,
    icon: 'ticket' as const,
    name: sellerTexts.order.title(order.number),
    detail: `${order.pickupCode} · ${order.buyerName}`,
    go: () => void navigate({ to: '/sell/orders', search: { order: order.id } }),
  })
  const first = (found: readonly Order[]) => found.slice(0, eachMax).map(find)
  return {
    byThemselves: first(orders.filter(isOfItself)),
    byContents: first(orders.filter((order) => !isOfItself(order))),
  }
}
