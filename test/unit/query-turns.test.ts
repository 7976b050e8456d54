import { expect, test } from 'vitest'
import { QueryTurns } from '../../server/socket/sender.ts'

/** Long enough for everything that is due to run. */
const settle = (): Promise<void> => new Promise((resume) => setImmediate(resume))

test('[G13] behind a slow query a bounded number waits in order; more are refused', async () => {
  const turns = new QueryTurns()
  const ran: number[] = []
  const hanging = Promise.withResolvers<void>()
  expect(turns.take(() => hanging.promise, 3)).toBe(true)
  expect([1, 2, 3, 4].map((query) => turns.take(() => void ran.push(query), 3))).toEqual([
    true,
    true,
    false,
    false,
  ])
  await settle()
  expect(ran).toEqual([])
  hanging.resolve()
  await settle()
  expect(ran).toEqual([1, 2])
  expect(turns.take(() => void ran.push(5), 1)).toBe(true)
  await settle()
  expect(ran).toEqual([1, 2, 5])
})
