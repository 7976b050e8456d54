import { expect, test } from 'vitest'
import type { Movement, Order, Product } from '../../shared/protocol/shapes.ts'
import { memoryStorage } from '../../web/store/storage.ts'
import { draftOf, ownedOf } from '../../web/storefront/buy/draft.ts'
import { nextStep } from '../../web/storefront/buy/next-step.ts'
import { Cart, type Fate } from '../../web/storefront/cart/cart.ts'
import { planOrders } from '../../web/storefront/cart/order-plan.ts'
import { type Chosen, chooseProducts } from '../../web/storefront/market/choose-products.ts'
import { matchProducts } from '../../web/storefront/market/match-products.ts'
import { tellLedger } from '../../web/storefront/product/ledger-story.ts'
import type { StorefrontSearch } from '../../web/storefront/search.ts'
import { shownProduct, shownShop } from '../support/builders/shown-things.ts'

/** What the storefront decides without a browser. */

const product = (fields: Partial<Product> & { id: number }): Product =>
  shownProduct({
    name: `Product ${fields.id}`,
    price: 500,
    stock: 10,
    createdAt: fields.id,
    seq: fields.id,
    ...fields,
  })

const shop = shownShop

const byId = <Thing extends { id: number }>(...things: Thing[]) =>
  new Map(things.map((thing) => [thing.id, thing]))

const orderOf = (status: Order['status'], quantity: number) =>
  ({ status, lines: [{ productId: 1, name: 'Product 1', quantity, unitPrice: 500 }] }) as unknown as Order

test('[storefront] an address selects products by words without accents, by filters, and in its order', () => {
  const market = {
    currencyDigits: 2,
    shops: byId(shop({ id: 1, name: 'Bäckerei' }), shop({ id: 2 })),
    products: byId(
      product({ id: 1, name: 'Crème brûlée', price: 300 }),
      product({ id: 2, name: 'Loaf', price: 200, stock: 0, category: 'Bread' }),
      product({ id: 3, name: 'Mug', price: 900, shopId: 2, description: 'Holds a creme' }),
    ),
  }
  const chosen = ({ inStock, soldOut }: Chosen) => [...inStock, ...soldOut]
  const found = (search: StorefrontSearch) => chosen(chooseProducts(market, search, matchProducts))
  expect(chooseProducts(market, {}, null)).toEqual({ inStock: [3, 1], soldOut: [2] })
  expect(found({ q: 'CREME' })).toEqual([1, 3])
  expect(found({ q: 'creme backerei' })).toEqual([1])
  expect(found({ q: 'Baeckerei' })).toEqual(found({ shop: 1 }))
  expect(found({ q: '€9.00' })).toEqual([3])
  expect(found({ stock: true, sort: 'price' })).toEqual([1, 3])
  expect(found({ sort: 'price-down' })).toEqual([3, 1, 2])
  expect(found({ sort: 'name', shop: 1 })).toEqual([1, 2])
  expect(found({ category: 'Bread', min: 200, max: 200 })).toEqual([2])
  expect(chosen(chooseProducts(null, {}, null))).toEqual([])
})

test('[storefront] a quantity is at most the stock and the limit per buyer', () => {
  expect(draftOf(product({ id: 1, stock: 3 }), 5, 0)).toEqual({
    quantity: 3,
    max: 3,
    total: 1_500,
    shortBecause: 'stock',
  })
  expect(draftOf(product({ id: 1, limitPerBuyer: 4 }), 3, 2)).toMatchObject({
    quantity: 2,
    shortBecause: 'limit',
  })
  expect(draftOf(product({ id: 1, limitPerBuyer: 2 }), 1, 2)).toMatchObject({ max: 0, quantity: 1 })
  expect(ownedOf([orderOf('placed', 2), orderOf('fulfilled', 1), orderOf('cancelled', 5)], 1)).toBe(3)
})

test('[storefront] after a refusal, one click orders the next best, at the displayed price', () => {
  const step = (refusal: object, remaining = 0) =>
    nextStep({
      lines: [{ productId: 1, quantity: 3, unitPrice: 500 }],
      refusal: { message: '', ...refusal } as Parameters<typeof nextStep>[0]['refusal'],
      shopName: 'Shop 1',
      money: (minor) => `€${minor / 100}`,
      product: (id) => product({ id }),
      remaining,
    }).offer?.lines
  const line = { productId: 1, quantity: 3, unitPrice: 500 }
  expect(step({ code: 'out_of_stock', productId: 1, available: 2 }, 2)).toEqual([{ ...line, quantity: 2 }])
  expect(step({ code: 'out_of_stock', productId: 1, available: 0 }, 0)).toBeUndefined()
  expect(step({ code: 'out_of_stock', productId: 1, available: 2 }, 9)).toEqual([line])
  expect(step({ code: 'price_changed', productId: 1, price: 600 })).toEqual([{ ...line, unitPrice: 600 }])
  expect(step({ code: 'limit_reached', productId: 1, limit: 4, left: 1 })).toEqual([{ ...line, quantity: 1 }])
  expect(step({ code: 'limit_reached', productId: 1, limit: 4, left: 0 })).toBeUndefined()
  expect(step({ code: 'shop_closed', shopId: 1 })).toBeUndefined()
})

test('[cart] lines stay until they are known to be bought, also after a reload', () => {
  const storage = memoryStorage()
  const cart = new Cart(storage)
  cart.add(1, 2, 500)
  cart.add(1, 1, 500)
  cart.add(2, 1, 900)
  const [a, b] = cart.lines.get().map(({ orderId }) => orderId) as [string, string]
  const ordered: unknown[] = []
  cart.order([{ productId: 1, quantity: 3, unitPrice: 500 }], (_, id) => ordered.push(id))
  cart.order([{ productId: 2, quantity: 1, unitPrice: 900 }], (_, id) => ordered.push(id))
  expect(ordered).toEqual([a, b])
  cart.remove(1)
  const reloaded = new Cart(storage)
  expect(
    reloaded.lines.get().map(({ productId, quantity, sentAs }) => [productId, quantity, sentAs]),
  ).toEqual([
    [1, 3, a],
    [2, 1, b],
  ])
  const fates: Record<string, Fate> = { [a]: 'open', [b]: 'open' }
  reloaded.settle((id) => fates[id] ?? 'open')
  expect(reloaded.lines.get()).toHaveLength(2)
  fates[a] = 'made'
  fates[b] = 'not-made'
  reloaded.settle((id) => fates[id] ?? 'open')
  expect(reloaded.lines.get()).toMatchObject([{ productId: 2, quantity: 1, unitPrice: 900, sentAs: null }])
})

test('[cart] an order sent by another tab is left to that tab', () => {
  const storage = memoryStorage()
  const here = new Cart(storage)
  here.add(1, 1, 500)
  const there = new Cart(storage)
  there.order([{ productId: 1, quantity: 1, unitPrice: 500 }], () => {})
  here.lines.set(there.lines.get())
  here.settle(() => 'not-made')
  expect(here.lines.get()[0]?.sentAs).toBe(here.lines.get()[0]?.orderId)
})

test('[cart] a shop gets one order with everything that it can sell; the rest is left out', () => {
  const line = (productId: number, quantity = 1) => ({
    productId,
    quantity,
    unitPrice: 500,
    sentAs: null,
    orderId: '',
  })
  const plans = planOrders([line(1, 20), line(2), line(3), line(4), line(9)], {
    shops: byId(shop({ id: 1 }), shop({ id: 2, status: 'closed' })),
    products: byId(
      product({ id: 1 }),
      product({ id: 2, stock: 0 }),
      product({ id: 3, price: 700 }),
      product({ id: 4, shopId: 2 }),
    ),
    orders: [],
  })
  expect(plans.map((plan) => [plan.shopId, plan.total, plan.sendable.map((sent) => sent.productId)])).toEqual(
    [
      [1, 5_700, [1, 3]],
      [2, 0, []],
      [0, 0, []],
    ],
  )
  expect(plans[0]?.sendable[0]).toEqual({ productId: 1, quantity: 10, unitPrice: 500 })
})

test('[ledger] it shows sums that add up to the stock, and the latest movements first', () => {
  const moved = (kind: Movement['kind'], quantity: number, stock: number, seq: number): Movement => ({
    seq,
    at: seq,
    kind,
    quantity,
    stock,
  })
  const story = tellLedger([moved('listed', 40, 40, 3), moved('sold', 2, 38, 4), moved('sold', 31, 7, 5)])
  expect(story.sums).toEqual([
    { kind: 'listed', sign: '+', quantity: 40 },
    { kind: 'sold', sign: '−', quantity: 33 },
  ])
  expect(story.left).toBe(7)
  expect(story.latest.map(({ seq }) => seq)).toEqual([5, 4, 3])
})
