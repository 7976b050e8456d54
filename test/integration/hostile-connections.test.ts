import { afterEach, expect, test } from 'vitest'
import { bread, list, purchase } from '../support/builders/wares.ts'
import { join, joinSeller } from '../support/drivers/client.ts'
import { FeedClient } from '../support/drivers/feed.ts'
import { get } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { answered, eventOf, joinRaw } from '../support/drivers/raw-buyer.ts'
import { RawEngine } from '../support/drivers/raw-engine.ts'
import { RawTcp, textFrame, upgradeRequest } from '../support/drivers/raw-tcp.ts'
import { MarketServer, operatorToken } from '../support/drivers/server.ts'
import { frameBy, opcodes } from '../support/drivers/ws-frames.ts'
import { expectStillSells } from '../support/properties/still-sells.ts'

afterEach(leaveNothing)

const enginePath = '/socket.io/?EIO=4&transport=websocket'

/** The code of a close frame without code and reason. */
const closeFrame = '\u0088\u0000'

const openStreams = async (market: MarketServer): Promise<number> => {
  const { body } = await get(`${market.url}/metrics`)
  return Number(/^souk_connections (\d+)$/m.exec(body.toString())![1])
}

test('[G13] a message over 64 KB closes its own connection, and no other', async () => {
  const market = await MarketServer.start()
  const bystander = await join(market, '/')
  const sender = await RawEngine.join(market, '/seller', { token: operatorToken })
  const command = bread({ name: 'x'.repeat(1024 * 1024) })
  expect(await sender.ask('product:create', JSON.stringify(command), '/seller')).toBeNull()
  expect(sender.closed).toMatchObject({ code: 1009 })
  const parts = bread({ description: 'é'.repeat(4_000), name: 'x'.repeat(50_000) })
  const legal = await RawEngine.join(market, '/seller', { token: operatorToken })
  expect(await legal.ask('product:create', JSON.stringify(parts), '/seller')).toMatchObject({
    error: { code: 'invalid' },
  })
  expect(bystander.socket.connected).toBe(true)
  await expectStillSells(market)
})

test('[G13] a binary event is refused like any other payload; eleven attachments close the connection', async () => {
  const market = await MarketServer.start()
  const binary = await RawEngine.join(market)
  binary.send('451-7["purchase:create",{"_placeholder":true,"num":0}]', Buffer.from([1, 2, 3]))
  await binary.until(() => binary.frames.some((frame) => frame.startsWith('437[{"ok":false')))
  const eleven = await RawEngine.join(market)
  eleven.send('4511-["purchase:create",{}]')
  await eleven.end()
  const waiting = await RawEngine.join(market)
  waiting.send('451-["purchase:create",{"_placeholder":true,"num":0}]', '42["order:list",{}]')
  await waiting.end()
  expect(binary.closed).toBeNull()
  await expectStillSells(market)
})

test('[G13] two attachments close the connection, so that none is kept for as long as the last is missing', async () => {
  const market = await MarketServer.start()
  for (const packet of ['452-["purchase:create",{}]', '4699-["purchase:create",{}]', '45["x"]', '45-["x"]']) {
    const client = await RawEngine.join(market)
    client.send(packet)
    await client.end()
  }
  await expectStillSells(market)
})

test('[G13] a message in more pieces than any client sends closes its own connection', async () => {
  const market = await MarketServer.start()
  const product = await list(await joinSeller(market), { stock: 10 })
  const pieces = (text: string, count: number): Buffer[] =>
    Array.from({ length: count }, (_, index) =>
      frameBy(text.slice(index, index === count - 1 ? undefined : index + 1), {
        opcode: index === 0 ? opcodes.text : opcodes.continuation,
        fin: index === count - 1,
      }),
    )
  const honest = await joinRaw(market)
  honest.write(Buffer.concat(pieces(eventOf(1, purchase(product)), 50)))
  await answered(honest, 1)
  const hostile = await joinRaw(market)
  hostile.write(Buffer.concat(pieces(eventOf(1, purchase(product)), 100)))
  await hostile.closed()
  await expectStillSells(market)
})

test('[G12] a handshake that names another connection’s session does not take it over', async () => {
  const market = await MarketServer.start()
  const client = await RawEngine.join(market)
  const { sid } = JSON.parse(client.frames[0]!.slice(1)) as { sid: string }
  for (const named of [sid, `${sid}&sid=${sid}`, '__proto__', 'constructor']) {
    const intruder = await RawTcp.upgrade(market, `${enginePath}&sid=${named}`)
    expect(intruder.text).toMatch(/^HTTP\/1\.1 400 /)
    await intruder.closed()
  }
  expect(await client.ask('order:list', '{}')).toMatchObject({ ok: true })
  expect(await openStreams(market)).toBe(1)
})

test('[G13] a connection that joins no namespace is closed, whether it stays silent or is refused', async () => {
  const market = await MarketServer.start({ bounds: { socket: { connectTimeoutMs: 100 } } })
  const bystander = await join(market, '/')
  const silent = await RawEngine.open(market)
  await silent.end()
  const refused = await RawEngine.open(market)
  refused.send('40/seller,', '40/nowhere,')
  await refused.end()
  expect(bystander.socket.connected).toBe(true)
})

test('[G13] a client that answers no ping is closed', async () => {
  const market = await MarketServer.start({
    bounds: { socket: { pingIntervalMs: 50, pingTimeoutMs: 50 } },
  })
  const deaf = await RawTcp.upgrade(market, enginePath)
  deaf.write(textFrame('40'))
  await deaf.until(() => deaf.text.endsWith(closeFrame), 'a close frame')
  const feed = await RawTcp.upgrade(market, '/feed')
  await feed.closed()
  expect(await openStreams(market)).toBe(0)
})

test('[G13] a connection has one stream for each namespace, however often it joins', async () => {
  const market = await MarketServer.start()
  await list(await joinSeller(market))
  const greedy = await RawEngine.open(market)
  greedy.send(...Array.from({ length: 300 }, () => '40'))
  await greedy.end()
  expect(greedy.events('market:reset').length).toBeLessThanOrEqual(1)
  const patient = await RawEngine.join(market)
  patient.send('40')
  await patient.end()
  const comingBack = await RawEngine.join(market)
  comingBack.send('41')
  while ((await openStreams(market)) > 1) expect(comingBack.closed).toBeNull()
  comingBack.send('40')
  await comingBack.until(() => comingBack.events('market:reset').length === 2)
  expect(await openStreams(market)).toBe(2)
  await expectStillSells(market)
})

test('[G8] a client that joins and leaves a namespace and reads nothing is cut off early', async () => {
  const market = await MarketServer.start({
    bounds: { broadcast: { unsentBytesMax: 64 * 1024 }, rates: { joinsPerConnectionPerTenSeconds: 1_000 } },
  })
  const seller = await joinSeller(market)
  const description = 'x'.repeat(4_000)
  await Promise.all(Array.from({ length: 50 }, () => list(seller, { description })))
  const hoarder = await RawEngine.open(market)
  hoarder.pause()
  const turns = 200
  for (let turn = 0; turn < turns; turn += 1) {
    for (const packet of ['40', '41']) {
      hoarder.send(packet)
      await get(`${market.url}/healthz`)
    }
  }
  // The system's buffers take some 10 MB before the connection is full; after that nothing is added.
  expect(market.logged('connected').length).toBeLessThan(turns * 0.75)
  await expect.poll(() => openStreams(market)).toBe(1)
  expect(market.logged('disconnected')).toHaveLength(market.logged('connected').length - 1)
  await expectStillSells(market)
})

test('[G13] an upgrade that is aborted at any moment ends only itself', async () => {
  const market = await MarketServer.start()
  for (const path of [enginePath, '/feed', '/nowhere', '/socket.iox', '//', '/socket.io/']) {
    for (let turn = 0; turn < 10; turn += 1) {
      const tcp = await RawTcp.open(market)
      tcp.write(upgradeRequest(path))
      tcp.reset()
      await tcp.closed()
    }
  }
  for (const request of [
    'GET http://[ HTTP/1.1\r\n',
    'GARBAGE\r\n\r\n',
    `GET /${'x'.repeat(20_000)} HTTP/1.1\r\n`,
  ]) {
    const tcp = await RawTcp.open(market)
    tcp.write(`${request}Connection: Upgrade\r\nUpgrade: websocket\r\nHost: x\r\n\r\n`)
    await tcp.closed()
  }
  await expectStillSells(market)
})

test('[G13] two thousand headers and an endless header are refused with a readable error', async () => {
  const market = await MarketServer.start()
  const many = Array.from({ length: 2_000 }, (_, index) => `X-${index}: y\r\n`).join('')
  for (const headers of [many, `X: ${'y'.repeat(100_000)}\r\n`]) {
    const tcp = await RawTcp.open(market)
    tcp.write(`GET / HTTP/1.1\r\nHost: x\r\n${headers}\r\n`)
    await tcp.closed()
    expect(tcp.text).toMatch(/^HTTP\/1\.1 400 [\s\S]*"error":\{"code":"invalid"/)
  }
  await expectStillSells(market)
})

test('[G13] a feed reads nothing: a few short messages are ignored, many or a large one close it', async () => {
  const market = await MarketServer.start()
  const polite = await new FeedClient(market).connect()
  polite.send('{"type":"purchase:create"}')
  polite.send(Buffer.from([1, 2, 3]))
  const loud = await new FeedClient(market).connect()
  for (let turn = 0; turn < 200; turn += 1) loud.send('x')
  await loud.until(() => !loud.stream.isReady, 'closed for talking')
  const huge = await new FeedClient(market).connect()
  huge.send('x'.repeat(5_000))
  await huge.until(() => !huge.stream.isReady, 'closed for its size')
  const { seq } = await (await joinSeller(market)).ok('product:create', bread())
  await polite.until(() => polite.stream.view?.seq === seq)
})

test('[G13] a connection over the bound is refused, and accepted once another has closed', async () => {
  const market = await MarketServer.start({ bounds: { socket: { connectionsMax: 2 } } })
  const first = await RawEngine.join(market)
  await RawEngine.join(market)
  await expect(RawEngine.open(market)).rejects.toThrow('400')
  first.leave()
  await expectRoom(market)
})

/** The server notices that a connection has ended a moment after its client does. */
async function expectRoom(market: MarketServer): Promise<void> {
  for (;;) {
    try {
      await RawEngine.open(market)
      return
    } catch (error) {
      expect(String(error)).toContain('400')
    }
  }
}
