import { afterEach, expect, test } from 'vitest'
import { list, newId } from '../support/builders/wares.ts'
import { join, joinSeller } from '../support/drivers/client.ts'
import { ask, get, type HttpAnswer, post } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { connectionsOf, pollingUrl, RawPolling } from '../support/drivers/raw-polling.ts'
import { RawTcp } from '../support/drivers/raw-tcp.ts'
import { type Market, MarketServer } from '../support/drivers/server.ts'
import { expectStillSells } from '../support/properties/still-sells.ts'

afterEach(leaveNothing)

const cookieOf = (answer: HttpAnswer): string => answer.headers['set-cookie']![0]!.split(';', 1)[0]!

/** A page's session: a cookie of its own. */
const guestCookie = async (market: Market): Promise<string> =>
  cookieOf(await post(`${market.url}/api/session`, { headers: { origin: market.url } }))

const unknownSid = { status: 400, body: '{"code":1,"message":"Session ID unknown"}' }
const told = ({ status, body }: HttpAnswer) => ({ status, body: body.toString() })

test('[G12] the first answer sets a page’s session as a cookie; no script sees the token', async () => {
  const market = await MarketServer.start()
  const pages = [{ origin: market.url }, { referer: `${market.url}/` }, { 'sec-fetch-site': 'same-origin' }]
  for (const headers of pages) {
    const { opened } = await RawPolling.open(market, headers)
    expect(opened.headers['set-cookie']).toEqual([
      expect.stringMatching(/^souk_session=[\w.-]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/),
    ])
    const client = await RawPolling.open(market, headers)
    const cookie = cookieOf(client.opened)
    await client.send('40{}', { ...headers, cookie })
    let heard = ''
    while (!heard.includes('market:reset'))
      heard += (await client.poll({ ...headers, cookie })).body.toString()
    expect(heard).toContain('session:opened')
    expect(heard).not.toContain('token')
  }
  const program = await join(market, '/', { transport: 'polling' })
  expect(program.stream.token).toEqual(expect.any(String))
})

test('[G12] a connection serves only the session that opened it, or only its address if it has no session', async () => {
  const market = await MarketServer.start({ environment: { SOUK_TRUST_PROXY: '127.0.0.0/8' } })
  const [mine, other] = [await guestCookie(market), await guestCookie(market)]
  const at = (address: string) => ({ 'x-forwarded-for': address })
  const own = { cookie: mine, ...at('203.0.113.7') }
  const client = await RawPolling.join(market, own)
  const strangers: Record<string, string>[] = [
    { cookie: other, ...at('203.0.113.7') },
    { cookie: 'souk_session=x', ...at('203.0.113.7') },
    at('203.0.113.7'),
  ]
  for (const headers of strangers) {
    expect(told(await client.poll(headers))).toEqual(unknownSid)
    expect(told(await client.send('1', headers))).toEqual(unknownSid)
  }
  // A network may send its next request from another address.
  expect((await client.send('42["nothing"]', { cookie: mine, ...at('198.51.100.9') })).status).toBe(200)
  const program = await RawPolling.join(market, at('2001:db8::1'))
  expect(told(await program.send('1', at('203.0.113.7')))).toEqual(unknownSid)
  expect(told(await program.send('1', { cookie: other, ...at('2001:db8::1') }))).toEqual(unknownSid)
  expect((await program.send('42["nothing"]', at('2001:db8::2'))).status).toBe(200)
  expect(await connectionsOf(market)).toEqual({ websocket: 0, polling: 2 })
})

test('[G12] a WebSocket cannot take over a connection that exists, polling or not', async () => {
  const market = await MarketServer.start()
  const polling = await RawPolling.join(market)
  const socket = await RawTcp.upgrade(market, '/socket.io/?EIO=4&transport=websocket')
  await socket.until(() => socket.text.includes('"sid":"'), 'the open packet')
  const sid = /"sid":"([^"]+)"/.exec(socket.text)![1]!
  const paths = [
    `/socket.io/?EIO=4&transport=websocket&sid=${sid}`,
    `/socket.io/?EIO=4&transport=websocket&sid=${polling.sid}`,
    `/socket.io/?EIO=4&transport=polling&sid=${polling.sid}`,
    '/socket.io/?EIO=4&transport=polling',
  ]
  for (const path of paths) {
    const taken = await RawTcp.upgrade(market, path)
    expect([path, taken.text.slice(0, 12)]).toEqual([path, 'HTTP/1.1 400'])
    await taken.closed()
  }
  expect(socket.isClosed).toBe(false)
  expect((await polling.send('42["nothing"]')).status).toBe(200)
})

test('[G12] a page of another origin neither opens a connection nor uses one, even without an Origin header', async () => {
  const market = await MarketServer.start()
  const client = await RawPolling.join(market)
  const foreign: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ]
  for (const headers of foreign) {
    for (const answer of [
      await get(pollingUrl(market), headers),
      await client.poll(headers),
      await client.send('1', headers),
    ]) {
      expect([headers, answer.status]).toEqual([headers, 403])
      expect(answer.headers).not.toHaveProperty('set-cookie')
    }
  }
  const script = await get(`${pollingUrl(market)}&j=0`)
  expect(script.status).toBe(400)
  expect(client.opened.headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  })
  expect((await client.send('42["nothing"]')).status).toBe(200)
})

test('[G12] when a session ends, its polling connections end, whether or not a poll is open', async () => {
  const market = await MarketServer.start()
  const cookie = await guestCookie(market)
  const headers = { cookie, origin: market.url }
  const [waiting, idle] = [await RawPolling.join(market, headers), await RawPolling.join(market, headers)]
  const poll = waiting.poll()
  await expect.poll(() => connectionsOf(market)).toEqual({ websocket: 0, polling: 2 })
  await post(`${market.url}/api/sign-out`, { headers })
  expect((await poll).body.toString()).toMatch(/1$/)
  expect(await connectionsOf(market)).toEqual({ websocket: 0, polling: 0 })
  expect(told(await idle.poll())).toEqual(unknownSid)
})

test('[G13] a request that is not a poll is refused with a status, and closes at most its own connection', async () => {
  const market = await MarketServer.start()
  const bystander = await join(market, '/', { transport: 'polling' })
  for (const method of ['HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])
    expect([method, (await ask(pollingUrl(market), { method })).status]).toEqual([method, 405])
  const handshakes = [
    () => post(pollingUrl(market), { body: 'x' }),
    () => get(`${market.url}/socket.io/?EIO=4&transport=websocket`),
    () => get(`${market.url}/socket.io/?EIO=3&transport=polling`),
    () => get(`${market.url}/socket.io/?EIO=4&transport=constructor`),
    () => get(`${pollingUrl(market)}&sid=__proto__`),
  ]
  for (const handshake of handshakes) expect((await handshake()).status).toBe(400)
  const large = await RawPolling.join(market)
  expect((await large.send('x'.repeat(1024 * 1024))).status).toBe(413)
  for (const bad of ['', 'x', '9', '\u001e', 'b!!!!', '4x', '40/nowhere,', '2', '451-["a",{}]']) {
    const client = await RawPolling.open(market)
    expect([bad, (await client.send(bad)).status]).toEqual([bad, 200])
  }
  expect(bystander.socket.connected).toBe(true)
  await expectStillSells(market)
})

test('[G13] a body that is too large or never ends closes its TCP connection', async () => {
  const market = await MarketServer.start({ bounds: { socket: { pollBodyMsMax: 100 } } })
  const client = await RawPolling.open(market)
  const head = (length: string) =>
    `POST ${new URL(client.url).pathname}${new URL(client.url).search} HTTP/1.1\r\nHost: 127.0.0.1\r\n${length}\r\n\r\n`
  const growing = await RawTcp.open(market)
  growing.write(head('Transfer-Encoding: chunked'))
  const chunk = `8000\r\n${'x'.repeat(0x8000)}\r\n`
  for (let sent = 0; sent < 4; sent += 1) growing.write(chunk)
  await growing.closed()
  expect(growing.text).toMatch(/^HTTP\/1.1 413/)
  const slow = await RawPolling.open(market)
  const tcp = await RawTcp.open(market)
  tcp.write(head('Content-Length: 100').replace(client.sid, slow.sid))
  await tcp.closed()
  expect(told(await slow.poll())).toEqual(unknownSid)
  await expectStillSells(market)
})

test('[G13] a second poll while one is open, or before its answer was read, ends the connection', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const description = 'é'.repeat(4_000)
  for (let listed = 0; listed < 20; listed += 1) await list(seller, { description })
  const parallel = await RawPolling.join(market)
  const answers = await Promise.all([parallel.poll(), parallel.poll(), parallel.poll()])
  expect(answers.map(({ status }) => status).filter((status) => status === 400).length).toBeGreaterThan(0)
  expect(told(await parallel.poll())).toEqual(unknownSid)
  await expectStillSells(market)
})

test('[G8] a client that polls and reads nothing is cut off early, and what it did not read is dropped', async () => {
  const market = await MarketServer.start({
    environment: { SOUK_LIMITS: 'off' },
    bounds: { socket: { pollUnreadMsMax: 100, pingIntervalMs: 200, pingTimeoutMs: 5_000 } },
  })
  const seller = await joinSeller(market)
  const description = 'é'.repeat(4_000)
  for (let listed = 0; listed < 30; listed += 1) await list(seller, { description })
  const bystander = await join(market, '/')
  const client = await RawPolling.open(market)
  const request = `GET ${new URL(client.url).pathname}${new URL(client.url).search} HTTP/1.1\r\nHost: x\r\n\r\n`
  const lines = Array.from({ length: 40 }, () => {
    const id = newId()
    return `42["order:list",${JSON.stringify({ id })}]`
  })
  await client.send(`40{}`)
  await client.send(lines.join('\u001e'))
  const tcps: RawTcp[] = []
  // Each poll has a connection of its own, and its answer is never read.
  while ((await connectionsOf(market)).polling! > 0 && tcps.length < 100) {
    const tcp = await RawTcp.open(market)
    tcp.pause()
    tcp.write(request)
    tcps.push(tcp)
    await client.send('41\u001e40{}')
  }
  expect(await connectionsOf(market)).toMatchObject({ polling: 0 })
  expect(bystander.socket.connected).toBe(true)
  await expectStillSells(market)
})

test('[G13] requests over a connection’s rate cut it off; over an address’s rate they are refused', async () => {
  const market = await MarketServer.start({
    bounds: { rates: { pollsPerConnectionPerSecond: 20, pollsPerAddressPerTenSeconds: 100 } },
  })
  const flood = await RawPolling.join(market)
  const answers: number[] = []
  for (let turn = 0; turn < 40; turn += 1) answers.push((await flood.send('42["nothing",{}]')).status)
  expect(answers.slice(0, 15)).toEqual(Array(15).fill(200))
  expect(answers).toContain(429)
  expect(answers.at(-1)).toBe(400)
  const handshakes = await Promise.all(Array.from({ length: 100 }, () => get(pollingUrl(market))))
  const refused = handshakes.filter(({ status }) => status === 429)
  expect(refused.length).toBeGreaterThan(0)
  expect(Number(refused[0]!.headers['retry-after'])).toBeGreaterThan(0)
  // A WebSocket of the same address does not count as a poll.
  await expectStillSells(market)
})

test('[G13] polling connections count towards all connections, and are counted by transport', async () => {
  const market = await MarketServer.start({ bounds: { socket: { connectionsMax: 8 } } })
  await join(market, '/')
  for (let opened = 0; opened < 7; opened += 1) await RawPolling.open(market)
  expect(await connectionsOf(market)).toEqual({ websocket: 1, polling: 7 })
  const refused = await get(pollingUrl(market))
  expect(told(refused)).toMatchObject({ status: 403, body: expect.stringContaining('Too many connections') })
})

test('[G13] a polling connection that stays silent is closed', async () => {
  const market = await MarketServer.start({
    bounds: { socket: { connectTimeoutMs: 50, pingIntervalMs: 50, pingTimeoutMs: 50 } },
  })
  const silent = await RawPolling.open(market)
  await expect.poll(() => connectionsOf(market)).toEqual({ websocket: 0, polling: 0 })
  expect(told(await silent.poll())).toEqual(unknownSid)
})
