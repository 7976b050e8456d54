import { expect, test } from 'vitest'
import { bounds as serverBounds } from '../../server/bounds.ts'
import type { People } from '../../server/session/accounts.ts'
import { PickupNames } from '../../server/session/pickup-names.ts'
import { MemoryRecords } from '../support/doubles/memory-records.ts'
import { VirtualClock } from '../support/doubles/virtual-clock.ts'

const day = 86_400_000
const bounds = {
  ...serverBounds.session,
  namesMax: 6,
  unsavedNamesMax: 4,
  unsavedNameMs: 7 * day,
  nameAfterOrdersMs: 180 * day,
  nameSweepMs: day,
  namesPerSweepStep: 2,
}

/** Buyers who ordered are in `lastOrders`, with the end of their last order; accounts are `a-…`. */
function given() {
  const records = new MemoryRecords<People>()
  const clock = new VirtualClock()
  const lastOrders = new Map<string, number>()
  const warnings: unknown[] = []
  const open = () =>
    new PickupNames({
      records,
      orders: { hasSince: (buyerId, since) => (lastOrders.get(buyerId) ?? -1) >= since },
      isAccount: (buyerId) => buyerId.startsWith('a-'),
      clock,
      logger: { warn: (...logged: unknown[]) => void warnings.push(logged) },
      bounds,
    })
  return { records, clock, lastOrders, warnings, open, names: open() }
}

test('[limits] a guest’s name is only in memory until the first order, and durable from then on', async () => {
  const { names, open, records, lastOrders, clock } = given()
  await names.set('b-1', 'Amara')
  expect(names.of('b-1')).toBe('Amara')
  expect(records.count('name')).toBe(0)
  expect(names.ordered('b-2')).toBeNull()
  lastOrders.set('b-1', clock.now())
  await names.ordered('b-1')
  expect(names.ordered('b-1')).toBeNull()
  const again = open()
  expect([again.of('b-1'), again.of('b-3af9')]).toEqual(['Amara', 'Guest 3AF9'])
  await again.set('b-1', '__proto__')
  expect(open().of('b-1')).toBe('__proto__')
})

test('[G1] an account’s name is durable at once', async () => {
  const { names, open } = given()
  await names.set('a-1', 'Amara')
  expect(open().of('a-1')).toBe('Amara')
})

test('[limits] names of guests who never order are bounded and expire', async () => {
  const { names, clock, records } = given()
  for (let index = 0; index < 10; index += 1) await names.set(`b-${index}`, 'Amara')
  expect(Array.from({ length: 10 }, (_, index) => names.get(`b-${index}`)).filter(Boolean)).toHaveLength(4)
  expect([names.get('b-9'), names.get('b-5')]).toEqual(['Amara', undefined])
  clock.tick(7 * day)
  await names.set('b-new', 'Ben')
  expect([names.get('b-9'), names.get('b-new')]).toEqual([undefined, 'Ben'])
  expect(records.count('name')).toBe(0)
})

test('[limits] names of guests whose orders ended long ago are removed, and others stay', async () => {
  const { names, records, lastOrders, clock } = given()
  for (const buyerId of ['b-old', 'a-old', 'b-recent', 'b-none', 'b-open']) await names.keep(buyerId, 'Amara')
  lastOrders
    .set('b-old', clock.now())
    .set('b-recent', clock.now() + 100 * day)
    .set('b-open', Infinity)
  clock.tick(200 * day)
  names.startSweeping()
  clock.tick(day)
  for (let step = 0; step < 4; step += 1) {
    await new Promise(setImmediate)
    clock.tick(1_000)
  }
  expect([...records.entries('name')].map(([buyerId]) => buyerId)).toEqual(['a-old', 'b-recent', 'b-open'])
  names.close()
  expect(clock.waiting).toBe(0)
})

test('[G13] with too many names, an order still succeeds, and accounts get theirs', async () => {
  const { names, records, lastOrders } = given()
  for (let index = 0; index < 10; index += 1) {
    lastOrders.set(`b-${index}`, Infinity)
    await names.set(`b-${index}`, 'Amara')
  }
  expect(records.count('name')).toBe(6)
  await names.set('b-0', 'Ben')
  await names.set('a-1', 'Dora')
  expect([names.of('b-0'), names.of('a-1')]).toEqual(['Ben', 'Dora'])
})

test('[G9] a guest who signs in keeps the name, unless the account has one', async () => {
  const { names, records } = given()
  await names.set('b-1', 'Amara')
  await names.move('b-1', 'a-1')
  await names.keep('b-2', 'Ben')
  await names.move('b-2', 'a-1')
  await names.move('b-3', 'a-3')
  expect([...records.entries('name')]).toEqual([['a-1', 'Amara']])
  expect([names.get('b-1'), names.get('b-2')]).toEqual([undefined, undefined])
})

test('[G2] a name that the disk rejected is not confirmed, even when sent again', async () => {
  const { names, records, open } = given()
  records.failNextWrite = true
  await expect(names.set('a-1', 'Amara')).rejects.toThrow('no space')
  expect(names.get('a-1')).toBeUndefined()
  await names.set('a-1', 'Amara')
  expect(open().of('a-1')).toBe('Amara')
})

test('[G2] an order is acknowledged if the name could not be saved; it stays in memory', async () => {
  const { names, records, lastOrders, warnings } = given()
  await names.set('b-1', 'Amara')
  lastOrders.set('b-1', Infinity)
  records.failNextWrite = true
  await names.ordered('b-1')
  expect([names.of('b-1'), records.count('name'), warnings.length]).toEqual(['Amara', 0, 1])
  await names.ordered('b-1')
  expect(records.get('name', 'b-1')).toBe('Amara')
})
