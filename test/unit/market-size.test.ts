import { expect, test } from 'vitest'
import { bounds } from '../../server/bounds.ts'
import { memoryOfProcess, ordersThatFit } from '../../server/capacity/market-size.ts'
import { boundsOf } from '../../server/capacity/operator-bounds.ts'
import { readConfig } from '../../server/config.ts'

const gigabytes = (count: number): number => count * 1_000_000_000

test('[G13] orders may use half of the memory, of the machine and of the heap', () => {
  const onHeap = ordersThatFit({ totalBytes: gigabytes(64), heapBytes: gigabytes(4) })
  expect(onHeap).toEqual({ ordersMax: 4_166_666, ordersEverMax: 6_250_000 })
  const onMachine = ordersThatFit({ totalBytes: gigabytes(1), heapBytes: gigabytes(4) })
  expect(onMachine).toEqual({ ordersMax: 555_555, ordersEverMax: 833_333 })
})

test('[G13] a tiny machine has room for some orders, and a huge one is bounded', () => {
  expect(ordersThatFit({ totalBytes: 1, heapBytes: 1 }).ordersEverMax).toBe(100_000)
  expect(ordersThatFit({ totalBytes: 2 ** 50, heapBytes: 2 ** 50 }).ordersEverMax).toBe(50_000_000)
})

test('[G13] this process has memory for orders', () => {
  const { totalBytes, heapBytes } = memoryOfProcess()
  expect(totalBytes).toBeGreaterThan(100_000_000)
  expect(totalBytes).toBeLessThan(2 ** 50)
  expect(heapBytes).toBeGreaterThan(10_000_000)
})

test('[G13] SOUK_ORDERS_MAX bounds the orders that are not cancelled, and leaves room for cancelled ones', () => {
  const of = (environment: Record<string, string>) => boundsOf(readConfig(environment), bounds).market
  expect(of({})).toEqual(bounds.market)
  expect(of({ SOUK_ORDERS_MAX: '100' })).toEqual({ ...bounds.market, ordersMax: 100 })
  expect(of({ SOUK_ORDERS_MAX: '40000000' })).toMatchObject({
    ordersEverMax: 50_000_000,
    ordersMax: 40_000_000,
  })
  for (const wrong of ['0', '-1', '1e3', '5.0', '50000001', 'many'])
    expect(() => of({ SOUK_ORDERS_MAX: wrong })).toThrow(/^SOUK_ORDERS_MAX must be a whole number/)
})

test('[G13] SOUK_LIMITS=off lifts the bound on open orders per buyer', () => {
  const { openOrdersPerGuestMax, ordersMax } = boundsOf(readConfig({ SOUK_LIMITS: 'off' }), bounds).market
  expect(openOrdersPerGuestMax).toBe(Number.POSITIVE_INFINITY)
  expect(ordersMax).toBe(bounds.market.ordersMax)
})
