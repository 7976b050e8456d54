import { afterEach, describe, expect, test } from 'vitest'
import { nodeDisk } from '../../server/disk/node-disk.ts'
import { type DiskCall, FaultyDisk } from '../support/doubles/faulty-disk.ts'
import { HeldPasswords } from '../support/doubles/held-passwords.ts'
import { plainPasswords } from '../support/doubles/plain-passwords.ts'
import { join } from '../support/drivers/client.ts'
import type { HttpAnswer } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import {
  isDead,
  linkSecret,
  openGuest,
  type Person,
  password,
  personOf,
  postAs,
  signUp,
} from '../support/drivers/people.ts'
import { MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const email = 'amara@example.org'
const newPassword = 'four green awnings'
const shop = { name: 'Bakery' }

async function startOnFaultyDisk() {
  const disk = new FaultyDisk(nodeDisk)
  const market = await MarketServer.start({
    environment: { SOUK_SIGNUP: 'open' },
    world: { disk, passwords: plainPasswords },
  })
  return { disk, market }
}

/** Everything that a sign-up may leave behind. */
function leftIn({ core }: MarketServer) {
  const accounts = [...core.accounts.all()].filter(({ id }) => id !== 'operator')
  return {
    accounts: accounts.map((account) => account.email),
    sessions: accounts.flatMap(({ sessions }) => sessions.map(({ id }) => id)),
    byEmail: core.accounts.byEmail(email)?.id,
    names: accounts.map(({ buyerId }) => core.pickupNames.get(buyerId)),
    shops: [...core.market.shops.map.keys()],
  }
}

const nothing = { accounts: [], sessions: [], byEmail: undefined, names: [], shops: [1] }

const bySignUp = (market: MarketServer, guest: Person) =>
  postAs(market, '/api/sign-up', { email, password, name: 'Amara', shop }, guest)

const byInvite = (secret: string) => (market: MarketServer, guest: Person) =>
  postAs(market, '/api/invites/accept', { secret, email, password, name: 'Amara', shop }, guest)

/** Reads, closing and truncating do not count. A failed sync of the journal ends the process. */
const needsSpace = ({ operation, path }: DiskCall): boolean =>
  ['open', 'write', 'sync', 'rename', 'syncFolder'].includes(operation) &&
  !(operation === 'sync' && path.includes('journal'))

/** Fails the `number`th disk call of `attempt`; with `isLasting`, all later writes fail too. */
async function withFull(
  disk: FaultyDisk,
  number: number,
  isLasting: boolean,
  attempt: () => Promise<HttpAnswer>,
): Promise<{ answer: HttpAnswer; hasFailed: boolean }> {
  const first = disk.calls.length + number
  let hasFailed = false
  disk.faultAt = (call) => {
    const isDue = isLasting ? call.number >= first : call.number === first
    if (!isDue || !needsSpace(call)) return null
    hasFailed = true
    return { kind: 'error', code: 'ENOSPC' }
  }
  const answer = await attempt()
  disk.faultAt = () => null
  return { answer, hasFailed }
}

describe.each([
  ['for one call', false],
  ['from then on', true],
])('[G2] the disk is full at the Nth call of a sign-up, %s', (_, isLasting) => {
  test.each(['a sign-up', 'an invitation'])('[G1] %s that fails leaves nothing behind', async (kind) => {
    let failed = 0
    for (let number = 1, isOver = false; !isOver; number += 1) {
      const { disk, market } = await startOnFaultyDisk()
      const guest = await openGuest(market)
      const secret = await linkSecret(market, '/api/invites', { email })
      const attempt = kind === 'a sign-up' ? bySignUp : byInvite(secret)
      const { answer, hasFailed } = await withFull(disk, number, isLasting, () => attempt(market, guest))
      isOver = !hasFailed
      const told = [kind, number, answer.status]
      if (answer.status === 200) {
        // The call that failed came after everything was durable: the effect is tried again later.
        await market.restart()
        expect([told, leftIn(market).accounts]).toEqual([told, [email]])
      } else {
        failed += 1
        expect(told).toEqual([kind, number, 503])
        expect([told, leftIn(market)]).toEqual([told, nothing])
        expect(await isDead(market, guest)).toBe(false)
        if (number % 2 === 0) {
          await market.restart()
          expect([told, leftIn(market)]).toEqual([told, nothing])
        }
        const later = personOf(await attempt(market, guest))
        expect(later.session).toMatchObject({ name: 'Amara', role: 'seller' })
        expect(leftIn(market)).toMatchObject({ accounts: [email], names: ['Amara'], shops: [1, 2] })
      }
      await market.stop()
    }
    expect(failed).toBeGreaterThan(1)
  })
})

test('[G2] a reset that fails on a full disk leaves the password, the sessions and the link as they were', async () => {
  let failed = 0
  for (let number = 1, isOver = false; !isOver; number += 1) {
    const { disk, market } = await startOnFaultyDisk()
    const before = await signUp(market, email)
    const secret = await linkSecret(market, '/api/resets', { email })
    const reset = () => postAs(market, '/api/resets/accept', { secret, password: newPassword })
    const { answer, hasFailed } = await withFull(disk, number, true, reset)
    isOver = !hasFailed
    if (answer.status !== 200) {
      failed += 1
      expect(answer.status).toBe(503)
      expect(await isDead(market, before)).toBe(false)
      expect((await postAs(market, '/api/sign-in', { email, password: newPassword })).status).toBe(401)
      expect((await postAs(market, '/api/sign-in', { email, password })).status).toBe(200)
      await market.restart()
      expect((await reset()).status).toBe(200)
    }
    expect((await reset()).status).toBe(404)
    expect((await postAs(market, '/api/sign-in', { email, password: newPassword })).status).toBe(200)
    await market.stop()
  }
  expect(failed).toBeGreaterThan(0)
})

test('[G12] if a password cannot be changed, the old one and the session stay valid', async () => {
  const { disk, market } = await startOnFaultyDisk()
  const person = await signUp(market, email)
  const change = () => postAs(market, '/api/password', { password, newPassword }, person)
  const { answer } = await withFull(disk, 1, true, change)
  expect(answer.status).toBe(503)
  expect(await isDead(market, person)).toBe(false)
  expect((await postAs(market, '/api/sign-in', { email, password })).status).toBe(200)
  expect((await change()).status).toBe(200)
})

test.each(['reset', 'invite'] as const)(
  '[G12] of many uses of one %s link at once, one succeeds',
  async (kind) => {
    const market = await MarketServer.start({ world: { passwords: plainPasswords } })
    await signUp(market, 'ben@example.org')
    const secret =
      kind === 'reset'
        ? await linkSecret(market, '/api/resets', { email: 'ben@example.org' })
        : await linkSecret(market, '/api/invites', {})
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, number) =>
        postAs(market, `/api/${kind}s/accept`, {
          secret,
          password: `${newPassword} ${number}`,
          email: `p${number}@example.org`,
          shop,
        }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(404)])
    expect([...market.core.accounts.all()]).toHaveLength(kind === 'reset' ? 2 : 3)
  },
)

test('[G12] a link that was refused as busy works later', async () => {
  const passwords = new HeldPasswords()
  const market = await MarketServer.start({
    world: { passwords },
    bounds: { session: { passwordsWaitingPerAddressMax: 1 } },
  })
  const signedUp = signUp(market, email)
  await passwords.passWhen(signedUp)
  const links = [
    [
      '/api/resets/accept',
      { secret: await linkSecret(market, '/api/resets', { email }), password: newPassword },
    ],
    [
      '/api/invites/accept',
      { secret: await linkSecret(market, '/api/invites', {}), email: 'ben@example.org', password, shop },
    ],
  ] as const
  for (const [path, body] of links) {
    // One password is hashed, one waits, and there is no place for more.
    const others = ['one@example.org', 'two@example.org'].map((each) =>
      postAs(market, '/api/sign-up', { email: `${path.length}${each}`, password }),
    )
    await passwords.hold()
    await expect.poll(async () => (await postAs(market, path, body)).status).toBe(503)
    await passwords.passWhen(Promise.all(others))
    const late = postAs(market, path, body)
    await passwords.passWhen(late)
    expect((await late).status).toBe(200)
    const again = postAs(market, path, body)
    expect((await again).status).toBe(404)
  }
})

test('[G12] a sign-in during a change of password succeeds with the new one only', async () => {
  const passwords = new HeldPasswords()
  const market = await MarketServer.start({ world: { passwords } })
  const signingUp = signUp(market, email)
  await passwords.passWhen(signingUp)
  const secret = await linkSecret(market, '/api/resets', { email })
  const late = postAs(market, '/api/sign-in', { email, password })
  await passwords.hold()
  // The reset is hashed while the sign-in's password is still being compared.
  const { accounts } = market.core
  const account = accounts.byEmail(email)!
  await accounts.change(account.id, ({ generation }) => ({
    passwordHash: newPassword,
    generation: generation + 1,
  }))
  await passwords.passWhen(late)
  expect((await late).status).toBe(401)
  const reset = postAs(market, '/api/resets/accept', { secret, password })
  await passwords.passWhen(reset)
  const buyer = await join(market, '/', { auth: { token: personOf(await reset).token } })
  expect(buyer.stream.opened!.session.role).toBe('buyer')
})

test('[G13] if there is no room for another shop, a sign-up makes no account without one', async () => {
  const market = await MarketServer.start({
    environment: { SOUK_SIGNUP: 'open' },
    bounds: { market: { shopsMax: 1 } },
    world: { passwords: plainPasswords },
  })
  const answer = await postAs(market, '/api/sign-up', { email, password, shop })
  expect([answer.status, answer.json()]).toMatchObject([409, { error: { code: 'market_full' } }])
  expect(leftIn(market)).toEqual(nothing)
  expect((await postAs(market, '/api/sign-up', { email, password })).status).toBe(200)
})
