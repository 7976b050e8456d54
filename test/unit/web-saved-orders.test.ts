import { expect, test } from 'vitest'
import type { Order } from '../../shared/protocol/shapes.ts'
import { newId } from '../../web/store/new-id.ts'
import { memoryStorage, type Storage } from '../../web/store/storage.ts'
import { OrderWatch } from '../../web/storefront/orders/order-news.ts'
import { order, tab } from '../support/drivers/buyer-tab.ts'

/** The orders that a browser keeps, so that a pickup code can be shown without a connection. */

const person = (buyerId: string) => ({ id: `s-${buyerId}`, name: '', role: 'guest' as const, buyerId })

/** A page that is in step, with these orders at the server. */
async function open(storage: Storage, buyerId: string, orders: readonly Order[], epoch = 'e') {
  const one = tab(storage)
  one.played.answer = () => ({ kind: 'ok', reply: { ok: true, orders, next: null } })
  const place = { epoch, seq: 9, name: 'Souk', currency: 'EUR', currencyDigits: 2, shops: [], products: [] }
  one.heard().opened({ session: person(buyerId), protocol: 1, build: '', serverTime: 0 })
  one.heard().reset(place)
  one.heard().inStep()
  await one.time.settle()
  return one
}

const codes = ({ client }: ReturnType<typeof tab>) => client.orders.list().map(({ pickupCode }) => pickupCode)

test('[G7] a page that hears nothing shows the orders and pickup codes of the last visit', async () => {
  const storage = memoryStorage()
  const first = await open(storage, 'b-1', [order(newId())])
  expect(codes(first)).toHaveLength(1)
  first.client.stop()
  const later = tab(storage)
  expect(codes(later)).toEqual(codes(first))
  expect(later.client.orders.isComplete()).toBe(false)
  later.client.stop()
})

test('[G12] nobody sees the orders that another person left in a browser, nor those of another market', async () => {
  const storage = memoryStorage()
  const first = await open(storage, 'b-1', [order(newId())])
  first.client.stop()
  const other = tab(storage)
  other.heard().opened({ session: person('b-2'), protocol: 1, build: '', serverTime: 0 })
  expect(codes(other)).toEqual([])
  other.client.stop()
  const next = tab(storage)
  expect(codes(next)).toEqual([])
  next.client.stop()

  const again = await open(storage, 'b-2', [order(newId())])
  again.client.stop()
  const restored = await open(storage, 'b-2', [], 'another')
  expect(codes(restored)).toEqual([])
  restored.client.stop()
})

test('[G12] a tab that loses its connection stores nothing once another tab has signed out', async () => {
  const storage = memoryStorage()
  const one = await open(storage, 'b-1', [order(newId())])
  for (const key of storage.keys('souk:')) storage.remove(key)
  one.heard().connection({ kind: 'offline', why: 'unreachable', since: 0 })
  expect(storage.keys('souk:orders')).toEqual([])
  one.client.stop()
})

test('[orders] a buyer hears what others did to an order, also while away, and not what they did themselves', async () => {
  const storage = memoryStorage()
  const [mine, ready, gone] = [order(newId()), order(newId()), order(newId())]
  const first = await open(storage, 'b-1', [mine, ready, gone])
  first.client.stop()
  const changed = (one: Order, by: Partial<Order>): Order => ({
    ...one,
    changedSeq: one.changedSeq + 1,
    ...by,
  })
  const cancelled = { status: 'cancelled', cancelledAt: 1 } as const
  const later = tab(storage)
  const watch = new OrderWatch(later.client)
  const stop = watch.follow()
  later.client.orders.add([
    changed(mine, { ...cancelled, cancelledBy: 'buyer' }),
    changed(ready, { status: 'ready' }),
    changed(gone, { ...cancelled, cancelledBy: 'seller', reason: 'Oven broke' }),
    order(newId()),
  ])
  const heard = () => watch.news.get().map(({ order: { id, status } }) => [id, status])
  expect(heard()).toHaveLength(2)
  expect(heard()).toEqual(
    expect.arrayContaining([
      [ready.id, 'ready'],
      [gone.id, 'cancelled'],
    ]),
  )
  later.client.orders.add([changed(ready, { status: 'fulfilled', changedSeq: ready.changedSeq + 2 })])
  expect(heard()).toEqual([
    [gone.id, 'cancelled'],
    [ready.id, 'fulfilled'],
  ])
  watch.dismiss(watch.news.get()[0]!)
  expect(heard()).toEqual([[ready.id, 'fulfilled']])
  stop()
  later.client.stop()
})
