import { afterEach, expect, test } from 'vitest'
import type { Handshake } from '../../shared/protocol/events.ts'
import type { SessionOpened } from '../../shared/protocol/server-messages.ts'
import { list } from '../support/builders/wares.ts'
import { dial, join, joinSeller } from '../support/drivers/client.ts'
import { FeedClient } from '../support/drivers/feed.ts'
import { ask, get, post } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { RawEngine } from '../support/drivers/raw-engine.ts'
import { MarketServer, operatorToken } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const cookieOf = (setCookie: string): string => setCookie.split(';', 1)[0]!

/** The session with which a browser's connection was opened. */
const openedOf = (engine: RawEngine, namespace = '/') =>
  engine.events('session:opened', namespace)[0] as SessionOpened

test('[G12] a client without cookie and token gets a guest’s session and its token', async () => {
  const market = await MarketServer.start()
  const guest = await join(market, '/')
  expect(guest.stream.opened).toEqual({
    session: {
      id: expect.any(String),
      name: expect.stringMatching(/^Guest /),
      role: 'guest',
      buyerId: expect.any(String),
    },
    protocol: 1,
    build: expect.any(String),
    serverTime: expect.toSatisfy((time: number) => Math.abs(time - Date.now()) < 60_000),
    token: expect.any(String),
  })
  for (const id of [guest.stream.opened!.session.id, guest.stream.token!]) expect(id).not.toContain(' ')
  expect(Buffer.byteLength(guest.stream.opened!.session.id)).toBeLessThanOrEqual(64)
  const other = await join(market, '/')
  expect(other.stream.opened!.session.id).not.toBe(guest.stream.opened!.session.id)
})

test('[G12] a token restores its session, by auth, cookie or bearer, and is not sent again', async () => {
  const market = await MarketServer.start()
  const guest = await join(market, '/')
  const token = guest.stream.token!
  const byToken = await join(market, '/', { auth: { token } })
  const cookie = `a=b; souk_session=${token}`
  const byCookie = await join(market, '/', { headers: { cookie } })
  for (const { stream } of [byToken, byCookie]) {
    expect(stream.opened!.session).toEqual(guest.stream.opened!.session)
    expect(stream.opened).not.toHaveProperty('token')
  }
  const none = await join(market, '/', { auth: { token: '' }, headers: { cookie } })
  expect(none.stream.opened!.session).toEqual(guest.stream.opened!.session)
})

test('[G12] a wrong token is unauthenticated, and never becomes a new guest', async () => {
  const market = await MarketServer.start()
  const { token } = (await join(market, '/')).stream
  const [payload, mac] = token!.split('.')
  const forged = Buffer.from(JSON.stringify([1, 's-1', 'b-1', 'operator', 0, 9e15])).toString('base64url')
  const wrong = ['x', `${payload}.`, `.${mac}`, `${forged}.${mac}`, `${token}x`, 'x'.repeat(2_000)]
  for (const one of wrong) {
    const client = dial(market, '/', { auth: { token: one } })
    expect(await client.refusal()).toMatchObject({ data: { code: 'unauthenticated' } })
    const byCookie = dial(market, '/', { headers: { cookie: `souk_session=${one}` } })
    expect(await byCookie.refusal()).toMatchObject({ data: { code: 'unauthenticated' } })
  }
  for (const token of [5, true, {}, [operatorToken]]) {
    const client = dial(market, '/', { auth: { token } as unknown as Handshake })
    expect(await client.refusal()).toMatchObject({ data: { code: 'unauthenticated' } })
  }
})

test('[G12] /seller is forbidden to guests and open to the operator; there are no other namespaces', async () => {
  const market = await MarketServer.start()
  const guest = await join(market, '/')
  for (const auth of [{}, { token: guest.stream.token! }]) {
    const refusal = await dial(market, '/seller', { auth }).refusal()
    expect(refusal).toMatchObject({ message: expect.stringMatching(/\w/), data: { code: 'forbidden' } })
  }
  const seller = await joinSeller(market)
  expect(seller.stream.opened).toMatchObject({ session: { role: 'operator' } })
  expect(seller.stream.opened).not.toHaveProperty('token')
  const engine = await RawEngine.open(market)
  engine.send('40/admin,')
  await engine.until(() => engine.frames.some((frame) => frame.startsWith('44/admin,')))
})

test('[handshake] an unknown protocol version is refused, with the versions that are supported', async () => {
  const market = await MarketServer.start()
  for (const protocol of [0, 1.5, 2, 99, -1]) {
    const refusal = await dial(market, '/', { auth: { protocol } }).refusal()
    expect(refusal.data).toEqual({ code: 'unsupported_protocol', min: 1, max: 1 })
  }
  const client = await join(market, '/', { auth: { protocol: 1, futureField: [1] } as Handshake })
  expect(client.stream.opened!.protocol).toBe(1)
})

const foreign = ['https://evil.example', 'http://127.0.0.1', 'http://127.0.0.1:1', 'null', 'file://', '//x']

test('[G12] a foreign Origin is refused by sockets, feeds and every route that changes something', async () => {
  const market = await MarketServer.start()
  for (const origin of foreign) {
    await expect(RawEngine.open(market, { origin }), origin).rejects.toThrow('400')
    await expect(new FeedClient(market, { origin }).connect(), origin).rejects.toThrow('403')
    for (const path of ['/api/session', '/api/sign-in', '/nowhere']) {
      const answer = await post(`${market.url}${path}`, { headers: { origin } })
      expect([origin, path, answer.status]).toEqual([origin, path, 403])
      expect(answer.json()).toMatchObject({ error: { code: 'forbidden' } })
      expect(answer.headers).not.toHaveProperty('set-cookie')
    }
  }
})

test('[G12] a page’s own Origin is allowed under every name of this machine, and under those configured', async () => {
  const market = await MarketServer.start({ environment: { SOUK_ORIGINS: 'https://shop.example' } })
  const own = (host: string) => ({ host, origin: `http://${host}` })
  const pages = [
    own(`127.0.0.1:${market.port}`),
    own(`localhost:${market.port}`),
    own(`laptop.local:${market.port}`),
    own('souk.example'),
    { host: `127.0.0.1:${market.port}`, origin: 'https://shop.example' },
  ]
  for (const headers of pages) {
    await RawEngine.open(market, headers)
    expect((await new FeedClient(market, headers).connect()).isOpen).toBe(true)
    const answer = await post(`${market.url}/api/session`, { headers })
    expect([headers, answer.status]).toEqual([headers, 200])
  }
})

test('[G12] a browser that connects first gets its session as a cookie, and its scripts see no token', async () => {
  const market = await MarketServer.start()
  const origin = market.url
  const first = await RawEngine.open(market, { origin })
  await first.enter('/')
  await first.enter('/board')
  expect(first.cookies).toEqual([
    expect.stringMatching(/^souk_session=[\w.-]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/),
  ])
  expect(first.frames.join()).not.toContain('token')
  expect(openedOf(first, '/board').session).toEqual(openedOf(first).session)
  const again = await RawEngine.open(market, { origin, cookie: cookieOf(first.cookies[0]!) })
  await again.enter('/')
  expect(again.cookies).toEqual([])
  expect(openedOf(again).session).toEqual(openedOf(first).session)
  const program = await RawEngine.open(market)
  await program.enter('/')
  expect(program.cookies).toEqual([])
  expect(openedOf(program)).toHaveProperty('token')
})

test('[G12] the cookie is Secure behind a trusted proxy, and only a trusted proxy is believed', async () => {
  const viaTls = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.7' }
  const distrusting = await MarketServer.start()
  const trusting = await MarketServer.start({ environment: { SOUK_TRUST_PROXY: '127.0.0.0/8' } })
  const secure = async (market: MarketServer) =>
    (await post(`${market.url}/api/session`, { headers: viaTls })).headers['set-cookie']![0]!.includes(
      'Secure',
    )
  expect([await secure(distrusting), await secure(trusting)]).toEqual([false, true])
  for (const market of [distrusting, trusting]) {
    const engine = await RawEngine.open(market, viaTls)
    await engine.enter('/')
  }
  expect(distrusting.logged('connected')[0]).toMatchObject({ address: '127.0.0.1' })
  expect(trusting.logged('connected')[0]).toMatchObject({ address: '203.0.113.7' })
})

test('[G12] browsers that came by TLS are told to use TLS only, and others are not', async () => {
  const market = await MarketServer.start({ environment: { SOUK_TRUST_PROXY: '1' } })
  const told = async (path: string, headers: Record<string, string>) =>
    (await get(`${market.url}${path}`, headers)).headers['strict-transport-security']
  const paths = ['/', '/api/market', '/no-such-page', '/api/shops']
  for (const path of paths) {
    expect(await told(path, { 'x-forwarded-proto': 'https' })).toBe('max-age=15552000')
    expect(await told(path, { 'x-forwarded-proto': 'http' })).toBeUndefined()
    expect(await told(path, {})).toBeUndefined()
  }
  await market.restart({ environment: {} })
  expect(await told('/', { 'x-forwarded-proto': 'https' })).toBeUndefined()
})

test('[G12] a page loaded over HTTP cannot act on a market that is reached by HTTPS', async () => {
  const market = await MarketServer.start({ environment: { SOUK_TRUST_PROXY: '1' } })
  const page = (scheme: string) => ({
    host: 'shop.example',
    origin: `${scheme}://shop.example`,
    'x-forwarded-proto': 'https',
  })
  await expect(RawEngine.open(market, page('http'))).rejects.toThrow('400')
  await expect(new FeedClient(market, page('http')).connect()).rejects.toThrow('403')
  expect((await post(`${market.url}/api/session`, { headers: page('http') })).status).toBe(403)
  await RawEngine.open(market, page('https'))
  expect((await new FeedClient(market, page('https')).connect()).isOpen).toBe(true)
  expect((await post(`${market.url}/api/session`, { headers: page('https') })).status).toBe(200)
})

test('[handshake] connections are logged with their address when they open and close', async () => {
  const market = await MarketServer.start()
  await list(await joinSeller(market))
  const guest = await join(market, '/')
  const feed = await new FeedClient(market).connect()
  guest.leave()
  feed.leave()
  const board = await join(market, '/board')
  await board.until(() => market.logged('disconnected').length === 2, 'two lines of the log')
  const about = (namespace: string) => expect.objectContaining({ address: '127.0.0.1', namespace })
  const namespaces = ['/seller', '/', '/feed', '/board']
  expect(market.logged('connected')).toEqual(namespaces.map(about))
  expect(market.logged('disconnected')).toEqual(expect.arrayContaining([about('/'), about('/feed')]))
  expect(JSON.stringify(market.logs)).not.toContain(guest.stream.token)
})

test('[handshake] an upgrade to an unknown path is answered 404, and affects nobody', async () => {
  const market = await MarketServer.start()
  const headers = { connection: 'Upgrade', upgrade: 'websocket' }
  for (const path of ['/', '//', '/feed/', '/feeds', '/socket.io', '/socket.iox', '/socket.io?EIO=4']) {
    const answer = await ask(`${market.url}${path}`, { headers })
    expect([path, answer.status]).toEqual([path, 404])
  }
  const offer = {
    connection: 'Upgrade, HTTP2-Settings',
    upgrade: 'h2c',
    'http2-settings': 'AAMAAABkAAQAAP__',
  }
  expect(await ask(`${market.url}/healthz`, { headers: offer })).toMatchObject({ status: 200 })
})

test('[G12] a page that was opened as one buyer is never admitted or answered as another', async () => {
  const market = await MarketServer.start()
  const [ann, bob] = [await post(`${market.url}/api/session`), await post(`${market.url}/api/session`)]
  const cookie = cookieOf(String(bob.headers['set-cookie']))
  const buyerOf = ({ json }: typeof ann) => (json() as { session: { buyerId: string } }).session.buyerId
  const asAnn = dial(market, '/', { headers: { cookie }, auth: { buyerId: buyerOf(ann) } })
  expect(await asAnn.refusal()).toMatchObject({ data: { code: 'session_changed' } })
  const asBob = await join(market, '/', { headers: { cookie }, auth: { buyerId: buyerOf(bob) } })
  expect(asBob.stream.opened!.session.buyerId).toBe(buyerOf(bob))
  const signOut = (buyer: string) =>
    post(`${market.url}/api/sign-out`, { headers: { cookie, 'souk-buyer': buyer } })
  const refused = await signOut(buyerOf(ann))
  expect([refused.status, refused.json()]).toMatchObject([409, { error: { code: 'session_changed' } }])
  expect((await signOut(buyerOf(bob))).status).toBe(200)
})

test('[G12] a page without cookies reconnects as the same guest by its handle, which grants nothing else', async () => {
  const market = await MarketServer.start()
  const headers = { origin: market.url }
  const first = await join(market, '/', { headers, auth: { buyerId: 'b-never-kept' } })
  const { session, handle, token } = first.stream.opened as SessionOpened
  expect([typeof handle, token]).toEqual(['string', undefined])
  const again = await join(market, '/', { headers, auth: { handle: handle!, buyerId: session.buyerId! } })
  expect(again.stream.opened!.session).toEqual(session)
  // No token: neither in a header, a cookie or a handshake, nor for a program.
  const asBearer = await post(`${market.url}/api/session`, { headers: { authorization: `Bearer ${handle}` } })
  expect(asBearer.status).toBe(401)
  const asToken = dial(market, '/', { auth: { token: handle! } })
  expect(await asToken.refusal()).toMatchObject({ data: { code: 'unauthenticated' } })
  const asCookie = dial(market, '/', { headers: { ...headers, cookie: `souk_session=${handle}` } })
  expect(await asCookie.refusal()).toMatchObject({ data: { code: 'unauthenticated' } })
  const ofProgram = await join(market, '/', { auth: { handle: handle! } })
  expect(ofProgram.stream.opened!.session.id).not.toBe(session.id)
  // A browser that keeps its cookie never gets a handle.
  const keeping = await join(market, '/', { headers })
  expect(keeping.stream.opened).not.toHaveProperty('handle')
})
