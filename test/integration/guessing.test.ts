import { afterEach, expect, test } from 'vitest'
import { list, purchase } from '../support/builders/wares.ts'
import { CountedPasswords } from '../support/doubles/plain-passwords.ts'
import { ShiftedClock } from '../support/doubles/shifted-clock.ts'
import { dial, join, joinSeller } from '../support/drivers/client.ts'
import { FeedClient } from '../support/drivers/feed.ts'
import { behindProxy, elsewhere, postFrom } from '../support/drivers/from-addresses.ts'
import { post } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { bearer, linkSecret, openGuest, type Person, password, personOf } from '../support/drivers/people.ts'
import { MarketServer, operatorToken, type Setting } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const email = 'amara@example.org'
const home = '192.0.2.1'

/** A market behind a proxy, so that a test can use any number of addresses. */
const startBehindProxy = (setting: Setting = {}): Promise<MarketServer> =>
  MarketServer.start({ ...setting, environment: { ...behindProxy, ...setting.environment } })

const signInFrom = (market: MarketServer, address: string, typed: string, headers = {}) =>
  postFrom(market, address, '/api/sign-in', { email, password: typed }, headers)

const signUpFrom = async (market: MarketServer, address: string): Promise<Person> =>
  personOf(await postFrom(market, address, '/api/sign-up', { email, password }))

const guess = async (market: MarketServer, address: string, times: number): Promise<number[]> => {
  const statuses: number[] = []
  for (let time = 0; time < times; time += 1)
    statuses.push((await signInFrom(market, address, `guess number ${time}`)).status)
  return statuses
}

test('[G12] wrong passwords slow down the address that tried them, and the owner signs in from another', async () => {
  const passwords = new CountedPasswords()
  const market = await startBehindProxy({ world: { passwords } })
  await signUpFrom(market, home)
  expect(await guess(market, elsewhere(1), 12)).toEqual([...Array(10).fill(401), 429, 429])
  expect((await signInFrom(market, elsewhere(1), password)).status).toBe(429)
  expect(passwords.checked).toBe(10)
  expect((await signInFrom(market, home, password)).status).toBe(200)
})

test.each([
  ['the same /64 network', '2001:db8:1:2::1', '2001:db8:1:2:ffff::9', 429],
  ['another network', '2001:db8:1:2::1', '2001:db8:1:3::1', 200],
  ['the same address as IPv6', elsewhere(1), `::ffff:${elsewhere(1)}`, 429],
])('[G12] who guesses is held back in %s', async (_, one, other, status) => {
  const market = await startBehindProxy({ world: { passwords: new CountedPasswords() } })
  await signUpFrom(market, home)
  await guess(market, one, 10)
  expect((await signInFrom(market, other, password)).status).toBe(status)
})

test('[G12] of 250 guesses made at once no more are checked than of guesses one after another', async () => {
  const passwords = new CountedPasswords()
  const market = await startBehindProxy({ world: { passwords } })
  await signUpFrom(market, home)
  const answers = await Promise.all(
    Array.from({ length: 250 }, (_, number) => signInFrom(market, elsewhere(1), `guess ${number}`)),
  )
  expect(passwords.checked).toBe(10)
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(10)
  passwords.checked = 0
  await Promise.all(
    Array.from({ length: 250 }, (_, number) =>
      postFrom(market, elsewhere(2), '/api/sign-in', { email: `p${number}@example.org`, password }),
    ),
  )
  expect(passwords.checked).toBe(60)
})

test('[G12] a guesser with 300 addresses is slowed down, and the owner is not', async () => {
  const clock = new ShiftedClock()
  const passwords = new CountedPasswords()
  const market = await startBehindProxy({ world: { passwords, clock } })
  const signedUp = await postFrom(market, home, '/api/sign-up', { email, password }, { origin: market.url })
  const device = signedUp.headers['set-cookie']!.find((each) => each.startsWith('souk_device'))!.split(
    ';',
  )[0]!
  const attack = () =>
    Promise.all(
      Array.from({ length: 300 }, (_, number) => signInFrom(market, elsewhere(number), `guess ${number}`)),
    )
  await attack()
  expect(passwords.checked).toBe(30)
  expect((await signInFrom(market, elsewhere(301), password)).status).toBe(429)
  expect((await signInFrom(market, home, password)).status).toBe(200)
  expect((await signInFrom(market, elsewhere(302), password, { cookie: device })).status).toBe(200)
  // Even a guesser at the owner's own address does not lock the owner's browser out.
  expect((await guess(market, home, 11)).at(-1)).toBe(429)
  expect((await signInFrom(market, home, password, { cookie: device })).status).toBe(200)
  // A minute later the owner can sign in from a new address too.
  clock.skip(60_000)
  expect((await signInFrom(market, elsewhere(303), password)).status).toBe(200)
})

test('[G12] the proof of an earlier sign-in names nobody, grants nothing, and expires with the password', async () => {
  const market = await startBehindProxy({ world: { passwords: new CountedPasswords() } })
  const signedUp = await postFrom(market, home, '/api/sign-up', { email, password }, { origin: market.url })
  const [session, device] = signedUp.headers['set-cookie']!
  expect(device).toMatch(/^souk_device=[\w.-]+; Max-Age=\d+; Path=\/api\/sign-in; HttpOnly; SameSite=Strict$/)
  const { accounts } = market.core
  expect(device).not.toContain(accounts.byEmail(email)!.id)
  const cookie = device!.split(';')[0]!
  expect((await postFrom(market, home, '/api/password', {}, { cookie })).status).toBe(401)
  const newPassword = 'four green awnings'
  const changed = await postFrom(
    market,
    home,
    '/api/password',
    { password, newPassword },
    { cookie: session!.split(';')[0]! },
  )
  expect(changed.status).toBe(200)
  await guess(market, elsewhere(1), 10)
  expect((await signInFrom(market, elsewhere(1), newPassword, { cookie })).status).toBe(429)
})

test('[G12] right passwords meet no limit, however many people sign in behind one address', async () => {
  const market = await startBehindProxy({ world: { passwords: new CountedPasswords() } })
  const people = Array.from({ length: 100 }, (_, number) => `person-${number}@example.org`)
  for (const each of people) await postFrom(market, home, '/api/sign-up', { email: each, password })
  const answers = await Promise.all(
    people.map((each) => postFrom(market, elsewhere(1), '/api/sign-in', { email: each, password })),
  )
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  for (let time = 0; time < 15; time += 1)
    expect((await postFrom(market, home, '/api/sign-in', { email: people[0], password })).status).toBe(200)
})

test('[G12] a stolen session can guess the password ten times, and the owner can still change it', async () => {
  const market = await startBehindProxy({ world: { passwords: new CountedPasswords() } })
  const stolen = await signUpFrom(market, home)
  const owner = personOf(await signInFrom(market, home, password))
  const change = (person: Person, address: string, typed: string) =>
    postFrom(
      market,
      address,
      '/api/password',
      { password: typed, newPassword: 'four green awnings' },
      bearer(person),
    )
  const statuses: number[] = []
  for (let time = 0; time < 12; time += 1)
    statuses.push((await change(stolen, elsewhere(time), 'a guess')).status)
  expect(statuses).toEqual([...Array(10).fill(401), 429, 429])
  expect((await change(owner, home, password)).status).toBe(200)
})

test('[G12] wrong operator tokens never lock the right one out, from any address', async () => {
  const market = await startBehindProxy({ bounds: { rates: { wrongSecretsPerAddressPerMinute: 10 } } })
  const bring = (address: string, token: string) =>
    postFrom(market, address, '/api/sign-in', { operatorToken: token })
  const statuses: number[] = []
  for (let time = 0; time < 12; time += 1) statuses.push((await bring(home, `guess-number-${time}`)).status)
  expect(statuses).toEqual([...Array(10).fill(401), 429, 429])
  expect((await bring(home, operatorToken)).status).toBe(200)
  expect((await bring(elsewhere(1), operatorToken)).status).toBe(200)
})

test('[G12] wrong tokens, links and receipts never lock out right ones from the same address', async () => {
  const market = await startBehindProxy({ bounds: { rates: { wrongSecretsPerAddressPerMinute: 5 } } })
  const product = await list(await joinSeller(market))
  const guest = await openGuest(market)
  const buyer = await join(market, '/', { auth: { token: guest.token } })
  const { receiptUrl } = (await buyer.ok('purchase:create', purchase(product))).order
  const receipt = (secret: string) => fetch(`${market.url}/api/receipts/${secret}`)
  const secret = await linkSecret(market, '/api/invites', { email })
  const look = (text: string) => post(`${market.url}/api/invites/look`, { body: { secret: text } })
  const open = (token: string) =>
    post(`${market.url}/api/session`, { headers: { authorization: `Bearer ${token}` } })
  for (let time = 0; time < 5; time += 1) expect((await open(`guess-${time}`)).status).toBe(401)
  expect((await open('a guess')).status).toBe(429)
  expect((await look('a guess')).status).toBe(429)
  expect((await receipt('x'.repeat(44))).status).toBe(429)
  const late = dial(market, '/', { auth: { token: 'a guess' } })
  expect(await late.refusal()).toMatchObject({
    data: { code: 'unauthenticated', retryAfterMs: expect.any(Number) },
  })
  expect((await open(guest.token)).status).toBe(200)
  expect((await open(operatorToken)).status).toBe(200)
  expect((await look(secret)).status).toBe(200)
  expect((await receipt(receiptUrl!.replace('/r/', ''))).status).toBe(200)
  const again = await join(market, '/', { auth: { token: guest.token } })
  expect(again.stream.opened!.session.id).toBe(guest.session.id)
  await join(market, '/seller', { auth: { token: operatorToken } })
  expect((await new FeedClient(market, bearer(guest)).connect()).isOpen).toBe(true)
})

test('[G12] requests with wrong tokens do not use up the limits of others behind the same address', async () => {
  const rates = { httpPerAddressPerTenSeconds: 20, connectionsPerAddressPerTenSeconds: 20 }
  const market = await startBehindProxy({ bounds: { rates }, world: { passwords: new CountedPasswords() } })
  const guest = await openGuest(market)
  const account = await signUpFrom(market, home)
  const ask = (headers: Record<string, string>) => fetch(`${market.url}/api/market`, { headers })
  for (let time = 0; time < 25; time += 1) await ask({ authorization: `Bearer guess-${time}` })
  expect((await ask({ authorization: 'Bearer guess' })).status).toBe(429)
  for (let time = 0; time < 21; time += 1)
    await new FeedClient(market, { cookie: 'souk_session=guess' }).connect().catch(() => 'refused')
  expect((await ask(bearer(guest))).status).toBe(200)
  expect((await new FeedClient(market, bearer(guest)).connect()).isOpen).toBe(true)
  // Requests by others without an account do not slow down one with an account.
  for (let time = 0; time < 25; time += 1) await ask({})
  expect((await ask({})).status).toBe(429)
  expect((await ask(bearer(account))).status).toBe(200)
})
