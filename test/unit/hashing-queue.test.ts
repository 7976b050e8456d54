import { expect, test } from 'vitest'
import { HashingQueue, TooManySignIns } from '../../server/session/hashing-queue.ts'
import type { Passwords } from '../../server/session/passwords.ts'

/** Passwords that are hashed one by one, when the test decides. */
class HeldPasswords implements Passwords {
  readonly begun: string[] = []
  readonly #held: (() => void)[] = []

  async hash(password: string): Promise<string> {
    this.begun.push(password)
    await new Promise<void>((go) => this.#held.push(go))
    if (password === 'broken') throw new Error('no memory')
    return `hash of ${password}`
  }

  async verify(kept: string, password: string): Promise<boolean> {
    return (await this.hash(password)) === kept
  }

  /** Finishes the running one; resolves when the next one runs. */
  async next(): Promise<void> {
    this.#held.shift()?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function given(bounds: { total?: number; each?: number } = {}) {
  const passwords = new HeldPasswords()
  const queue = new HashingQueue(passwords, {
    passwordsWaitingMax: bounds.total ?? 300,
    passwordsWaitingPerAddressMax: bounds.each ?? 150,
  })
  const outcomes = new Map<string, string>()
  const hash = (source: string, password: string): void => {
    queue.hash(source, password).then(
      (hashed) => outcomes.set(password, hashed),
      (error: Error) => outcomes.set(password, error.name),
    )
  }
  const drain = async (): Promise<void> => {
    for (let turn = 0; turn < 1_000; turn += 1) await passwords.next()
  }
  return { passwords, queue, outcomes, hash, drain }
}

const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, number) => `${name}${number + 1}`)

test('[G13] 130 passwords of one address delay each of 20 others by two turns at most', async () => {
  const { passwords, outcomes, hash, drain } = given()
  for (const each of numbered('guess', 130)) hash('guesser', each)
  for (const [index, each] of numbered('other', 20).entries()) hash(`address ${index}`, each)
  await drain()
  const places = numbered('other', 20).map((each) => passwords.begun.indexOf(each))
  expect(Math.max(...places)).toBeLessThan(1 + 2 * 20)
  expect([...outcomes.values()].every((outcome) => outcome.startsWith('hash of'))).toBe(true)
  expect(outcomes.size).toBe(150)
})

test('[G13] an address that fills the queue gives its latest places to others, until they have equally many', async () => {
  const { outcomes, hash, drain } = given({ total: 10, each: 10 })
  for (const each of numbered('guess', 11)) hash('guesser', each)
  for (const [index, each] of numbered('other', 9).entries()) hash(`address ${index}`, each)
  hash('one more', 'late')
  await drain()
  const refused = [...outcomes].filter(([, outcome]) => outcome === 'TooManySignIns').map(([name]) => name)
  expect(refused.sort()).toEqual([...numbered('guess', 11).slice(2), 'late'].sort())
})

test('[G13] the places of an address are bounded', async () => {
  const { outcomes, hash, drain } = given({ each: 3 })
  for (const each of numbered('guess', 6)) hash('guesser', each)
  await drain()
  expect([...outcomes.values()].filter((outcome) => outcome === TooManySignIns.name)).toHaveLength(2)
})

test('[G13] a failed attempt delays nobody, and frees its place', async () => {
  const { outcomes, hash, drain } = given({ total: 1 })
  hash('a', 'broken')
  hash('a', 'next')
  await drain()
  hash('b', 'last')
  await drain()
  expect([...outcomes]).toEqual([
    ['broken', 'Error'],
    ['next', 'hash of next'],
    ['last', 'hash of last'],
  ])
})

test('[G12] a password is checked only once its attempt may begin, and the attempt learns the result', async () => {
  const { passwords, queue, drain } = given()
  const ended: boolean[] = []
  const begin = async () => async (wasWrong: boolean) => void ended.push(wasWrong)
  const answers = Promise.allSettled([
    queue.verify('a', 'hash of right', 'right', begin),
    queue.verify('a', 'hash of right', 'wrong', begin),
    queue.verify('a', 'hash of right', 'broken', begin),
    queue.verify('a', 'hash of right', 'never', async () => {
      throw new Error('too many')
    }),
  ])
  await drain()
  const kinds = (await answers).map((each) =>
    each.status === 'fulfilled' ? each.value : String(each.reason),
  )
  expect(kinds).toEqual([true, false, 'Error: no memory', 'Error: too many'])
  expect(ended).toEqual([false, true, false])
  expect(passwords.begun).not.toContain('never')
})
