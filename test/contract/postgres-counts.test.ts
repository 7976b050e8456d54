import { afterEach, expect, test } from 'vitest'
import { bounds } from '../../server/bounds.ts'
import type { AddressGroup } from '../../server/edge/address-group.ts'
import { RateLimits } from '../../server/edge/rate-limits.ts'
import { DatabaseSession } from '../../server/postgres/database.ts'
import { PostgresCounts } from '../../server/postgres/postgres-counts.ts'
import { ShiftedClock } from '../support/doubles/shifted-clock.ts'
import { makeDatabase } from '../support/drivers/postgres-nodes.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

async function givenNodes() {
  const database = await makeDatabase()
  const make = () => {
    const clock = new ShiftedClock()
    const counts = new PostgresCounts({ database, clock, secret: 'a secret of the test' })
    ends.push(() => counts.close())
    const rates = new RateLimits(true, bounds.rates, () => clock.monotonic(), counts)
    return { clock, counts, rates }
  }
  const session = new DatabaseSession(database)
  ends.push(() => session.close())
  return { nodes: [make(), make()] as const, session }
}

const address = '192.0.2.1' as AddressGroup
const minuteMs = 60_000

test('[limits] points of all nodes count together until their window ends', async () => {
  const { nodes } = await givenNodes()
  const [one, other] = nodes
  expect(await one.counts.add('a', 2, minuteMs)).toBe(2)
  expect(await other.counts.add('a', 1, minuteMs)).toBe(3)
  expect(await one.counts.of(['b', 'a'])).toEqual([0, 3])
  expect(
    await Promise.all(Array.from({ length: 20 }, (_, n) => nodes[n % 2]!.counts.add('c', 1, minuteMs))).then(
      (all) => all.sort((a, b) => a - b).at(-1),
    ),
  ).toBe(20)
  await one.counts.add('short', 5, 0)
  expect(await other.counts.of(['short'])).toEqual([0])
  expect(await other.counts.add('short', 1, minuteMs)).toBe(1)
})

test('[G12] neither addresses nor names of accounts are stored, and what has ended is removed', async () => {
  const { nodes, session } = await givenNodes()
  const [one] = nodes
  await one.counts.add('failed amara@example.org 192.0.2.1', 1, 0)
  const stored = async () =>
    (await session.query<{ row: string }>('select c::text as row from souk_counts c')).rows
  expect(await stored()).toHaveLength(1)
  expect(JSON.stringify(await stored())).not.toMatch(/amara|192/)
  one.clock.skip(minuteMs)
  await one.counts.add('next', 1, minuteMs)
  await expect.poll(stored).toHaveLength(1)
})

test('[G12] wrong passwords of two nodes use up one budget, by whatever turns they come', async () => {
  const { nodes } = await givenNodes()
  const attempt = { email: 'amara@example.org', address, proof: null }
  const tried: boolean[] = []
  for (let time = 0; time < 14; time += 1) {
    const end = await nodes[time % 3 === 0 ? 0 : 1].rates.signIns.beginPassword(attempt)
    tried.push(typeof end !== 'number')
    if (typeof end !== 'number') await end(true)
  }
  expect(tried).toEqual([...Array(10).fill(true), ...Array(4).fill(false)])
  const elsewhere = { ...attempt, address: '192.0.2.2' as AddressGroup }
  expect(await nodes[0].rates.signIns.beginPassword(elsewhere)).toBeTypeOf('function')
})

test('[limits] sign-ups at once on two nodes are as many as on one', async () => {
  const { nodes } = await givenNodes()
  const max = bounds.rates.signUpsPerAddressPerMinute
  const answers = await Promise.all(
    Array.from({ length: 2 * max }, (_, number) => nodes[number % 2]!.rates.signUps.take(address)),
  )
  expect(answers.filter((answer) => answer === null)).toHaveLength(max)
  expect(Math.max(...answers.map((answer) => answer ?? 0))).toBeLessThanOrEqual(minuteMs)
})

test('[limits] wrong secrets that were counted without waiting count for the next one on the other node', async () => {
  const { nodes } = await givenNodes()
  const [one, other] = nodes
  for (let time = 0; time < bounds.rates.wrongSecretsPerAddressPerMinute; time += 1)
    expect(one.rates.wrongSecrets.takeNow(address)).toBeNull()
  expect(one.rates.wrongSecrets.takeNow(address)).toBeTypeOf('number')
  await expect.poll(() => other.rates.wrongSecrets.take(address)).toBeTypeOf('number')
})
