import { afterEach, expect, test } from 'vitest'
import { nodeDisk } from '../../server/disk/node-disk.ts'
import { makeClientFolder } from '../support/builders/client-folder.ts'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { FaultyDisk } from '../support/doubles/faulty-disk.ts'
import { join, joinSeller } from '../support/drivers/client.ts'
import { ask, get, post } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { RawTcp } from '../support/drivers/raw-tcp.ts'
import { MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const withClient = async (environment: Record<string, string> = {}): Promise<MarketServer> =>
  MarketServer.start({ environment, world: { distFolder: await makeClientFolder() } })

const html = { accept: 'text/html' }

test('[http] every address of the client returns its page, with a head of its own', async () => {
  const market = await withClient({ SOUK_NAME: 'Kiosk & Co' })
  const seller = await joinSeller(market)
  const product = await list(seller, { name: 'Rye "dark"', description: 'Sour & <b>dense</b>' })
  const { order } = await (await join(market, '/')).ok('purchase:create', purchase(product))
  const titles: [path: string, title: string][] = [
    ['/', 'Kiosk &amp; Co'],
    ['/orders', 'Kiosk &amp; Co'],
    ['/sign-in', 'Kiosk &amp; Co'],
    ['/sell', 'Kiosk &amp; Co'],
    ['/sell/orders/5?x=1', 'Kiosk &amp; Co'],
    ['/board', 'Kiosk &amp; Co'],
    [`/product/${product.id}`, 'Rye &quot;dark&quot; · Kiosk &amp; Co'],
    ['/shop/house', 'Kiosk &amp; Co · Kiosk &amp; Co'],
    [order.receiptUrl, 'Receipt · Kiosk &amp; Co'],
  ]
  for (const [path, title] of titles) {
    const page = await get(`${market.url}${path}`, html)
    expect([path, page.status]).toEqual([path, 200])
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(page.body.toString()).toContain(`<title>${title}</title>`)
  }
  const page = (await get(`${market.url}/product/${product.id}`, html)).body.toString()
  expect(page).toContain('content="Sour &amp; &lt;b&gt;dense&lt;/b&gt;"')
  expect((await get(`${market.url}${order.receiptUrl}`)).headers).toMatchObject({
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex',
  })
})

test('[work] a page preloads what its script will request, dependencies first', async () => {
  const market = await withClient()
  const linksOf = async (path: string) => {
    const body = (await get(`${market.url}${path}`, html)).body.toString()
    return [...body.matchAll(/<link rel="(\w+)" crossorigin href="\/assets\/([^"]+)">/g)].map(
      ([, rel, file]) => `${rel} ${file}`,
    )
  }
  expect(await linksOf('/board')).toEqual([
    'modulepreload start.js',
    'modulepreload shared.js',
    'modulepreload board/routes.js',
    'modulepreload texts/en/page.js',
    'modulepreload texts/en/board.js',
  ])
  expect(await linksOf('/shop/house')).toEqual([
    'modulepreload start.js',
    'modulepreload shared.js',
    'modulepreload app.js',
    'modulepreload storefront/routes.js',
    'modulepreload storefront/shop/shop-page.js',
    'modulepreload texts/en/page.js',
    'modulepreload texts/en/orders.js',
  ])
})

test('[work] a first visit’s page contains its styles, and later ones link them', async () => {
  const market = await withClient()
  const stylesOf = async (headers: Record<string, string>, path = '/') => {
    const { body, headers: sent } = await get(market.url + path, { ...html, ...headers })
    const [, nonce] = /<style nonce="([^"]+)">p\{color:red\}<\/style>/.exec(body.toString()) ?? []
    if (nonce) expect(sent['content-security-policy']).toContain(`'nonce-${nonce}'`)
    const linked = body.toString().includes('<link rel="stylesheet" crossorigin href="/assets/style.css">')
    return { inPage: nonce !== undefined, linked }
  }
  for (const path of ['/', '/board', '/sell']) {
    expect(await stylesOf({}, path)).toEqual({ inPage: true, linked: false })
    expect(await stylesOf({ cookie: 'souk_session=old' }, path)).toEqual({ inPage: false, linked: true })
  }
  // It is not compressed, as its address is a secret.
  expect(await stylesOf({}, '/r/none')).toEqual({ inPage: false, linked: true })
})

test('[http] an unknown address returns a page to people and an error to programs', async () => {
  const market = await withClient()
  const seller = await joinSeller(market)
  const hidden = await list(seller, { status: 'hidden' })
  for (const path of [
    '/nowhere',
    '/product/999',
    '/product/x',
    `/product/${hidden.id}`,
    '/shop/none',
    '/r/none',
  ]) {
    const page = await get(`${market.url}${path}`, html)
    expect([path, page.status]).toEqual([path, 404])
    expect(page.body.toString()).toContain('<title>')
  }
  const unknown = [
    await get(`${market.url}/api/nowhere`, html),
    await get(`${market.url}/nowhere.js`),
    await get(`${market.url}/assets/nowhere.js`),
    await get(`${market.url}/assets/../index.html`),
    await ask(`${market.url}/api/market`, { method: 'DELETE' }),
    await post(`${market.url}/api/nowhere`, { body: {} }),
  ]
  for (const answer of unknown) {
    expect(answer.status).toBe(404)
    expect(answer.json()).toMatchObject({ error: { code: 'not_found', message: expect.any(String) } })
  }
})

test('[http] files are named by their content and cached forever', async () => {
  const market = await withClient()
  const file = await get(`${market.url}/assets/app-1a2b.js`)
  expect(file).toMatchObject({ status: 200 })
  expect(file.headers['cache-control']).toMatch(/max-age=31536000.*immutable/)
  expect((await get(`${market.url}/manifest.webmanifest`)).status).toBe(200)
  expect((await get(`${market.url}/icon.svg`)).headers['content-type']).toContain('image/svg+xml')
})

test('[http] without a built client the pages say so, and the market still sells', async () => {
  const market = await MarketServer.start()
  const page = await get(`${market.url}/`, html)
  expect(page).toMatchObject({ status: 503 })
  expect(page.body.toString()).toContain('npm start')
  await list(await joinSeller(market))
})

test('[http] pages may load scripts, styles and pictures from their own host only, and connect to it only', async () => {
  const market = await withClient()
  const { headers, body } = await get(`${market.url}/`, html)
  const rules = new Map(
    String(headers['content-security-policy'])
      .split(';')
      .map((rule) => [rule.split(' ')[0]!, rule.split(' ').slice(1)]),
  )
  const host = `127.0.0.1:${market.port}`
  expect(rules.get('default-src')).toEqual(["'self'"])
  expect(rules.get('object-src')).toEqual(["'none'"])
  expect(rules.get('frame-ancestors')).toEqual(["'none'"])
  expect(rules.get('connect-src')).toEqual(["'self'", `ws://${host}`, `wss://${host}`])
  expect(rules.get('script-src')).toEqual(["'self'", expect.stringMatching(/^'nonce-/)])
  const nonce = rules.get('style-src')!.find((source) => source.startsWith("'nonce-"))!
  expect(body.toString()).toContain(`content="${nonce.slice("'nonce-".length, -1)}"`)
  expect((await get(`${market.url}/`, html)).headers['content-security-policy']).not.toContain(nonce)
  for (const path of ['/', '/api/market', '/healthz']) {
    expect((await get(`${market.url}${path}`)).headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': expect.any(String),
      'referrer-policy': 'same-origin',
    })
  }
  expect(headers).not.toHaveProperty('strict-transport-security')
  expect(headers).not.toHaveProperty('x-powered-by')
})

test('[http] an invalid Host header puts nothing into the content security policy', async () => {
  const market = await withClient()
  const evil = await RawTcp.open(market)
  evil.write('GET / HTTP/1.1\r\nHost: x; script-src *\r\nConnection: close\r\n\r\n')
  await evil.closed()
  expect(evil.text).not.toContain('script-src *')
})

test('[http] errors are {error}, as on the socket, with the status that fits', async () => {
  const market = await MarketServer.start()
  const json = { 'content-type': 'application/json' }
  const url = `${market.url}/api`
  const answers: [status: number, code: string, answer: Awaited<ReturnType<typeof get>>][] = [
    [400, 'invalid', await get(`${url}/products/x/ledger`)],
    [400, 'invalid', await get(`${url}/products/1.5/ledger`)],
    [404, 'not_found', await get(`${url}/products/1/ledger`)],
    [400, 'invalid', await get(`${market.url}/product/%zz`)],
    [400, 'invalid', await get(`${market.url}/r/${'x'.repeat(300)}`)],
    [
      400,
      'invalid',
      await ask(`${url}/sign-in`, { method: 'POST', headers: json, body: '{"operatorToken":' }),
    ],
    [
      400,
      'invalid',
      await ask(`${url}/sign-in`, { method: 'POST', headers: json, body: '{"__proto__":{}}' }),
    ],
    [
      413,
      'invalid',
      await ask(`${url}/sign-in`, { method: 'POST', headers: json, body: 'x'.repeat(70_000) }),
    ],
    [403, 'forbidden', await get(`${url}/market?for=seller`)],
  ]
  for (const [status, code, answer] of answers) {
    expect([answer.status, answer.body.toString()]).toEqual([status, expect.stringContaining('"error":{')])
    expect(answer.json()).toMatchObject({ error: { code, message: expect.any(String) } })
  }
  const product = await list(await joinSeller(market))
  for (const query of ['limit=0', 'limit=201', 'limit=x', 'after=-1', 'after=x', 'limit=1&limit=2']) {
    const answer = await get(`${url}/products/${product.id}/ledger?${query}`)
    expect([query, answer.status]).toEqual([query, 400])
  }
})

test('[http] a request whose body never ends is closed', async () => {
  const market = await MarketServer.start({ bounds: { http: { requestMsMax: 100 } } })
  const slow = await RawTcp.open(market)
  slow.write('POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{')
  await slow.closed()
  expect(slow.text).toMatch(/^HTTP\/1\.1 4\d\d /)
})

test('[health] the process is alive at once, and ready while it accepts commands', async () => {
  const disk = new FaultyDisk(nodeDisk)
  const market = await MarketServer.start({ world: { disk }, bounds: { queue: { fullPauseMs: 600_000 } } })
  const product = await list(await joinSeller(market))
  const buyer = await join(market, '/')
  expect((await get(`${market.url}/healthz`)).status).toBe(200)
  expect((await get(`${market.url}/readyz`)).status).toBe(200)
  disk.faultAt = ({ operation, path }) =>
    operation === 'write' && path.includes('journal') ? { kind: 'error', code: 'ENOSPC' } : null
  expect(await buyer.refused('purchase:create', purchase(product))).toMatchObject({ code: 'unavailable' })
  expect((await get(`${market.url}/readyz`)).status).toBe(503)
  expect((await get(`${market.url}/healthz`)).status).toBe(200)
  disk.faultAt = () => null
})

test('[metrics] every documented metric exists and counts', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const product = await list(seller, { stock: 1 })
  const buyer = await join(market, '/')
  const { seq } = await buyer.ok('purchase:create', purchase(product))
  await buyer.refused('purchase:create', purchase(product))
  await buyer.ask('nothing')
  await buyer.refused('order:cancel', { id: newId(), orderId: newId() })
  const answer = await get(`${market.url}/metrics`)
  expect(answer.headers['content-type']).toContain('text/plain')
  const text = answer.body.toString()
  const value = (name: string): number => {
    const line = text.split('\n').find((one) => one.startsWith(`${name} `))
    return line === undefined ? Number.NaN : Number(line.slice(name.length))
  }
  expect(value('souk_connections')).toBe(2)
  expect(value('souk_queue_length')).toBe(0)
  expect(value('souk_seq')).toBe(seq)
  expect(value('souk_snapshot_age_seconds')).toBe(-1)
  expect(value('souk_batch_commands_count')).toBeGreaterThan(2)
  expect(value('souk_commit_seconds_count')).toBe(value('souk_batch_commands_count'))
  expect(value('souk_commands_total{event="purchase:create",code="ok"}')).toBe(1)
  expect(value('souk_commands_total{event="purchase:create",code="out_of_stock"}')).toBe(1)
  expect(value('souk_commands_total{event="order:cancel",code="not_found"}')).toBe(1)
  expect(value('souk_commands_total{event="unknown",code="invalid"}')).toBe(1)
  expect(value('souk_reply_seconds_count{event="purchase:create"}')).toBe(2)
  expect(value('souk_broadcast_encodings_total{event="market:reset"}')).toBeGreaterThan(0)
  expect(value('process_cpu_seconds_total')).toBeGreaterThan(0)
})
