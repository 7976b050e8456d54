import { expect, test } from 'vitest'
import type { BuyerClient } from '../../web/store/client.ts'
import { memoryStorage, type Storage } from '../../web/store/storage.ts'
import { Cart } from '../../web/storefront/cart/cart.ts'
import { settleCart } from '../../web/storefront/cart/settle-cart.ts'

const lines = [
  { productId: 1, quantity: 2, unitPrice: 500 },
  { productId: 2, quantity: 1, unitPrice: 900 },
]

const given = (storage: Storage): Cart => {
  const cart = new Cart(storage)
  for (const { productId, quantity, unitPrice } of lines) cart.add(productId, quantity, unitPrice)
  return cart
}

/** A storage as another process of the browser sees it, before it learns of later writes. */
function asOfNow(storage: Storage): Storage {
  const copy = memoryStorage()
  for (const key of storage.keys('')) copy.write(key, storage.read(key)!)
  return copy
}

/** Orders the lines; returns the ids with which they were bought. */
function order(cart: Cart, ordered = lines): string[] {
  const ids: string[] = []
  cart.order(ordered, (_, id) => ids.push(id))
  return ids
}

test('[G5] an order sent by another tab is not sent again, even before this tab knows of it', () => {
  const storage = memoryStorage()
  const [one, other] = [given(storage), new Cart(storage)]
  expect(order(one)).toHaveLength(1)
  expect(order(other)).toEqual([])
  one.settle(() => 'not-made')
  expect(order(other)).toHaveLength(1)
})

test('[G5] two tabs that order at the same moment use the same id, whatever was changed in the cart', () => {
  const storage = memoryStorage()
  const one = given(storage)
  const other = new Cart(asOfNow(storage))
  one.change(1, 3, 500)
  const [id] = order(one)
  expect(id).toMatch(/^[0-9a-f-]{36}$/)
  expect(order(other)).toEqual([id])
})

test('[G5] an order after an unsuccessful one, and items added after a successful one, get another id', () => {
  const cart = given(memoryStorage())
  const ids = new Set(order(cart))
  cart.settle(() => 'not-made')
  for (const id of order(cart)) ids.add(id)
  cart.settle(() => 'made')
  cart.add(1, 1, 500)
  for (const id of order(cart, lines.slice(0, 1))) ids.add(id)
  expect(ids.size).toBe(3)
})

test('[G5] after a refusal, items that another tab bought are not put back, and all others are', () => {
  const cart = given(memoryStorage())
  const [id] = order(cart)
  const told: (() => void)[] = []
  const client = {
    store: { position: () => null },
    topics: { on: (_: string, tell: () => void) => told.push(tell) },
    purchases: { get: () => ({ state: { kind: 'refused' } }) },
    // The other tab ordered only the first line.
    orders: {
      get: (asked: string) => (asked === id ? { id, lines: lines.slice(0, 1) } : undefined),
      isComplete: () => true,
    },
  }
  settleCart(cart, client as unknown as BuyerClient)
  for (const tell of told) tell()
  expect(cart.lines.get()).toMatchObject([{ productId: 2, sentAs: null }])
  expect(cart.lines.get()[0]?.orderId).not.toBe(id)
})

test('[G5] an order of a closed tab leaves the other tab’s cart once it is known to be bought', () => {
  const storage = memoryStorage()
  const [gone, cart] = [given(storage), new Cart(storage)]
  order(gone)
  cart.lines.set(gone.lines.get())
  cart.settle(() => 'not-made')
  expect(cart.lines.get()).toEqual(gone.lines.get())
  cart.settle(() => 'made')
  expect(cart.lines.get()).toEqual([])
})

test('[G9] without browser storage, the cart of this tab can still be ordered, once', () => {
  const cart = given({ ...memoryStorage(), write: () => false })
  expect(order(cart)).toHaveLength(1)
  expect(order(cart)).toEqual([])
})

test('[cart] a cart stored by an earlier version can be ordered', () => {
  const storage = memoryStorage()
  storage.write('souk:cart:1', JSON.stringify(lines.map((line) => ({ ...line, sentAs: null }))))
  expect(order(new Cart(storage))).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)])
})

test('[G7] a cart belongs to one market: after a restore it is empty and says how many items were dropped', () => {
  const storage = memoryStorage()
  const cart = new Cart(storage, 'before')
  cart.add(1, 2, 500)
  cart.add(2, 1, 700)
  cart.enter('before')
  expect(cart.lines.get()).toHaveLength(2)
  cart.enter('after')
  expect([cart.lines.get(), cart.dropped.get()]).toEqual([[], 2])
  expect(new Cart(storage, 'after').lines.get()).toEqual([])
  const kept = new Cart(memoryStorage(), 'before')
  kept.add(1, 2, 500)
  expect(order(kept, lines.slice(0, 1))).toHaveLength(1)
})

test('[G7] a cart stored by an earlier version belongs to the market that this browser saw last', () => {
  const storage = memoryStorage()
  storage.write('souk:cart:1', JSON.stringify([{ productId: 1, quantity: 1, unitPrice: 500, sentAs: null }]))
  const same = new Cart(storage, 'seen')
  same.enter('seen')
  expect(same.lines.get()).toHaveLength(1)
  const unknown = new Cart(storage)
  unknown.enter('after')
  expect([unknown.lines.get(), unknown.dropped.get()]).toEqual([[], 1])
})
