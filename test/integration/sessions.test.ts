import { afterEach, expect, test } from 'vitest'
import { systemClock } from '../../server/os/system.ts'
import type { Session } from '../../shared/protocol/shapes.ts'
import { list, purchase } from '../support/builders/wares.ts'
import { dial, join, joinSeller } from '../support/drivers/client.ts'
import { ask, type HttpAnswer, post } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { MarketServer, operatorToken } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const setCookieOf = (answer: HttpAnswer): string | undefined => answer.headers['set-cookie']?.[0]
const cookieOf = (answer: HttpAnswer): string => setCookieOf(answer)!.split(';', 1)[0]!
const bodyOf = (answer: HttpAnswer) => answer.json() as { session: Session; token?: string }

const openSession = (market: MarketServer, headers: Record<string, string> = {}): Promise<HttpAnswer> =>
  post(`${market.url}/api/session`, { headers })

const signIn = (market: MarketServer, body: unknown, headers: Record<string, string> = {}) =>
  post(`${market.url}/api/sign-in`, { body, headers })

test('[G12] POST /api/session opens a guest’s session: a program sees its token, a page only the cookie', async () => {
  const market = await MarketServer.start()
  const program = await openSession(market)
  const session = {
    id: expect.any(String),
    name: expect.any(String),
    role: 'guest',
    buyerId: expect.any(String),
  }
  expect(bodyOf(program)).toEqual({ session, token: expect.any(String) })
  expect(setCookieOf(program)).toContain(bodyOf(program).token)
  const page = await openSession(market, { origin: market.url })
  expect(bodyOf(page)).toEqual({ session })
  expect(setCookieOf(page)).toMatch(/^souk_session=[^;]+;.* HttpOnly; SameSite=Lax$/)
})

test('[G12] POST /api/session returns the session of its cookie or bearer token', async () => {
  const market = await MarketServer.start()
  const first = await openSession(market)
  const { session, token } = bodyOf(first)
  const cookie = cookieOf(first)
  expect(bodyOf(await openSession(market, { cookie }))).toEqual({ session })
  expect(bodyOf(await openSession(market, { cookie, origin: market.url }))).toEqual({ session })
  const bearer = { authorization: `Bearer ${token}` }
  expect(bodyOf(await openSession(market, bearer)).session).toEqual(session)
  expect(bodyOf(await openSession(market, { ...bearer, origin: market.url }))).toEqual({ session })
  expect((await join(market, '/', { auth: { token: token! } })).stream.opened!.session).toEqual(session)
})

test('[G12] a stale cookie is replaced by a new guest’s; a bad bearer is unauthenticated', async () => {
  const market = await MarketServer.start()
  const stale = await openSession(market, { cookie: 'souk_session=stale' })
  expect(stale.status).toBe(200)
  expect(bodyOf(stale)).not.toHaveProperty('token')
  expect(setCookieOf(stale)).not.toContain('stale')
  const bad = await openSession(market, { authorization: 'Bearer stale' })
  expect(bad.status).toBe(401)
  expect(bad.json()).toMatchObject({ error: { code: 'unauthenticated', message: expect.any(String) } })
})

test('[http] POST /api/session accepts an empty body of any type', async () => {
  const market = await MarketServer.start()
  for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded']) {
    const headers = { 'content-type': type }
    const empty = await ask(`${market.url}/api/session`, { method: 'POST', headers })
    expect([type, empty.status]).toEqual([type, 200])
  }
  expect((await post(`${market.url}/api/session`, { body: {} })).status).toBe(200)
})

test('[G12] signing in as the operator changes id and token, and keeps the guest’s orders', async () => {
  const market = await MarketServer.start()
  const product = await list(await joinSeller(market))
  const before = await openSession(market, { origin: market.url })
  const headers = { cookie: cookieOf(before), origin: market.url }
  const guest = await join(market, '/', { headers: { cookie: headers.cookie } })
  const { order } = await guest.ok('purchase:create', purchase(product))
  const answer = await signIn(market, { operatorToken }, headers)
  expect(answer.status).toBe(200)
  expect(bodyOf(answer)).toEqual({
    session: { id: expect.any(String), name: 'Operator', role: 'operator', buyerId: expect.any(String) },
  })
  expect(bodyOf(answer).session.id).not.toBe(bodyOf(before).session.id)
  expect(cookieOf(answer)).not.toBe(headers.cookie)
  const cookie = cookieOf(answer)
  const operator = await join(market, '/seller', { headers: { cookie } })
  expect(operator.stream.opened!.session).toEqual(bodyOf(answer).session)
  const withOldCookie = dial(market, '/seller', { headers: { cookie: headers.cookie } })
  expect(await withOldCookie.refusal()).toMatchObject({ data: { code: 'unauthenticated' } })
  const shopping = await join(market, '/', { headers: { cookie } })
  expect((await shopping.ok('order:list', {})).orders).toMatchObject([
    { id: order.id, buyerId: 'b-operator' },
  ])
  expect(setCookieOf(await openSession(market, { cookie, origin: market.url }))).toBeUndefined()
})

test('[G12] a wrong sign-in is refused and sets no cookie; many are slowed down', async () => {
  const market = await MarketServer.start({ bounds: { rates: { wrongSecretsPerAddressPerMinute: 2 } } })
  const wrong: [unknown, number, string][] = [
    [{ operatorToken: 'operator-token-of-tesst' }, 401, 'unauthenticated'],
    [{ operatorToken: '' }, 401, 'unauthenticated'],
    [{ operatorToken: 5 }, 400, 'invalid'],
    [{ operatorToken: 'x'.repeat(300) }, 400, 'invalid'],
    [{}, 400, 'invalid'],
    [null, 400, 'invalid'],
    [[operatorToken], 400, 'invalid'],
    [operatorToken, 400, 'invalid'],
  ]
  for (const [body, status, code] of wrong) {
    const answer = await signIn(market, body)
    expect([body, answer.status]).toEqual([body, status])
    expect(answer.json()).toMatchObject({ error: { code } })
    expect(setCookieOf(answer)).toBeUndefined()
  }
  const late = await signIn(market, { operatorToken: 'one-more-operator-token' })
  expect(late.status).toBe(429)
  expect(late.json()).toMatchObject({
    error: { code: 'too_many_requests', retryAfterMs: expect.toSatisfy((ms: number) => ms > 0) },
  })
})

test('[G12] sessions survive a restart, and the operator’s ends with the token that opened it', async () => {
  const market = await MarketServer.start()
  const guest = await openSession(market)
  const operator = await signIn(market, { operatorToken })
  await market.restart()
  const { session, token } = bodyOf(guest)
  expect((await join(market, '/', { auth: { token: token! } })).stream.opened!.session).toEqual(session)
  const cookie = cookieOf(operator)
  await join(market, '/seller', { headers: { cookie } })
  await market.restart({ environment: { SOUK_OPERATOR_TOKEN: 'another-token-of-tests' } })
  await join(market, '/', { auth: { token: token! } })
  const ended = dial(market, '/seller', { headers: { cookie } })
  expect(await ended.refusal()).toMatchObject({ data: { code: 'unauthenticated' } })
})

const dayMs = 24 * 60 * 60 * 1_000

test('[G12] a session lasts 400 days from its last renewal, and is renewed by requesting it', async () => {
  let passedMs = 0
  const clock = { ...systemClock, now: () => Date.now() + passedMs }
  const market = await MarketServer.start({ world: { clock } })
  const first = await openSession(market)
  const { session } = bodyOf(first)
  passedMs = 30 * dayMs
  const renewed = await openSession(market, { cookie: cookieOf(first) })
  expect(bodyOf(renewed)).toEqual({ session })
  expect(cookieOf(renewed)).not.toBe(cookieOf(first))
  const viaBearer = await openSession(market, { authorization: `Bearer ${bodyOf(first).token}` })
  expect(bodyOf(viaBearer).token).not.toBe(bodyOf(first).token)
  passedMs = 401 * dayMs
  const expired = dial(market, '/', { headers: { cookie: cookieOf(first) } })
  expect(await expired.refusal()).toMatchObject({ data: { code: 'unauthenticated' } })
  expect(
    (await join(market, '/', { headers: { cookie: cookieOf(renewed) } })).stream.opened!.session,
  ).toEqual(session)
})
