import { expect, test } from 'vitest'
import type { People } from '../../server/session/accounts.ts'
import { EndedSessions } from '../../server/session/ended-sessions.ts'
import { MemoryRecords } from '../support/doubles/memory-records.ts'

const day = 86_400_000
const expiryMs = 400 * day
const endedMax = 5_000

function given(ordered: (buyerId: string) => boolean = () => false) {
  const records = new MemoryRecords<People>()
  const ended = new EndedSessions({ records, orders: { has: ordered }, bounds: { endedMax, expiryMs } })
  /** A guest whose token was issued at this time. */
  const guest = (name: string, issuedAt: number) => ({
    id: `s-${name}`,
    buyerId: `b-${name}`,
    expiresAt: issuedAt + expiryMs,
  })
  const end = (session: ReturnType<typeof guest>, now: number) =>
    records.write(ended.changesFor(session, now))
  const flood = async (count: number, from: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) await end(guest(`${from}-${index}`, from), from + index)
  }
  return { records, ended, guest, end, flood }
}

test('[G12] an ended token stays invalid after any number of sign-outs', async () => {
  const ordered = new Set(['b-buyer'])
  const { records, ended, guest, end, flood } = given((buyerId) => ordered.has(buyerId))
  const [visitor, buyer] = [guest('visitor', 0), guest('buyer', 0)]
  await end(visitor, day)
  await end(buyer, day)
  await flood(20_000, 2 * day)
  expect([ended.has(visitor), ended.has(buyer)]).toEqual([true, true])
  expect(records.count('ended')).toBeLessThanOrEqual(endedMax)
  for (let index = 0; index < 20_000; index += 500)
    expect(ended.has(guest(`${2 * day}-${index}`, 2 * day)), String(index)).toBe(true)
})

test('[G12] the newest token of an ended session stays invalid for its whole lifetime', async () => {
  const { ended, guest, end, flood } = given((buyerId) => buyerId === 'b-buyer')
  const buyer = guest('buyer', 0)
  // Signed out with the token that was issued first; the browser's own was renewed just before.
  await end(buyer, 20 * day)
  const renewed = { ...buyer, expiresAt: 20 * day + expiryMs }
  await flood(endedMax, buyer.expiresAt + 2 * day)
  expect(ended.has(renewed)).toBe(true)
})

test('[G12] a flood of sign-outs ends no session of a buyer with orders, and none that is newer', async () => {
  const { ended, guest, end, flood } = given((buyerId) => buyerId === 'b-buyer')
  await flood(20_000, 100 * day)
  expect(ended.has(guest('buyer', 0))).toBe(false)
  expect(ended.has(guest('late', 101 * day))).toBe(false)
  const late = guest('late', 101 * day)
  await end(late, 101 * day)
  expect(ended.has(late)).toBe(true)
})

test('[limits] below the bound, only guests who signed out are affected', async () => {
  const { ended, guest, flood } = given()
  await flood(endedMax - 1, 100 * day)
  expect(ended.has(guest('visitor', 0))).toBe(false)
})

test('[G12] a guest who orders before the record is replaced counts as a buyer with orders', async () => {
  const ordered = new Set<string>()
  const { ended, guest, end, flood } = given((buyerId) => ordered.has(buyerId))
  const buyer = guest('late-order', 0)
  await end(buyer, day)
  ordered.add('b-late-order')
  await flood(20_000, 2 * day)
  expect(ended.has(buyer)).toBe(true)
})

test('[G15] records of the first release, without a buyer, keep their tokens invalid', async () => {
  const { records, ended, flood } = given(() => true)
  await records.write([{ kind: 'ended', key: 's-old', value: { id: 's-old', expiresAt: expiryMs } }])
  await flood(20_000, 2 * day)
  expect(ended.has({ id: 's-old', buyerId: 'b-old', expiresAt: expiryMs })).toBe(true)
})

test('[limits] records are dropped a day after the last token could have expired', async () => {
  const { records, flood } = given((buyerId) => buyerId.endsWith('7'))
  await flood(20_000, 0)
  await flood(endedMax, expiryMs + 2 * day)
  await flood(endedMax, expiryMs + 3 * day)
  expect(records.count('ended')).toBeLessThanOrEqual(endedMax)
  expect(
    [...records.entries('endedBuyer')].filter(([, { expiresAt }]) => expiresAt <= expiryMs + day),
  ).toEqual([])
})
