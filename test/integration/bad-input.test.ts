import { afterEach, expect, test } from 'vitest'
import { nodeDisk } from '../../server/disk/node-disk.ts'
import { buyerEvents, sellerEvents } from '../../shared/protocol/events.ts'
import { bread, list, newId, purchase } from '../support/builders/wares.ts'
import { FaultyDisk } from '../support/doubles/faulty-disk.ts'
import { join, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { RawEngine } from '../support/drivers/raw-engine.ts'
import { MarketServer, operatorToken } from '../support/drivers/server.ts'
import { expectStillSells } from '../support/properties/still-sells.ts'

afterEach(leaveNothing)

const namespaces = [
  { namespace: '/', auth: {}, events: Object.keys(buyerEvents) },
  { namespace: '/seller', auth: { token: operatorToken }, events: Object.keys(sellerEvents) },
]
/** Events without required fields: an empty object is a valid payload. */
const wantNothing = new Set(['order:list'])

const invalid = {
  ok: false,
  error: { code: 'invalid', message: 'Invalid input.', issues: expect.any(Array) },
}
const invalidAction = { ok: false, error: { code: 'invalid', message: 'Invalid action', issues: [] } }

test('[G13] every event with a payload of the wrong type is answered invalid', async () => {
  const market = await MarketServer.start({ environment: { SOUK_LIMITS: 'off' } })
  await list(await joinSeller(market))
  const noPayloads = ['', 'null', '[]', '"text"', '5', 'true', '[[]]', '{}', '{"id":5}', '{"__proto__":{}}']
  for (const { namespace, auth, events } of namespaces) {
    const client = await RawEngine.join(market, namespace, auth)
    for (const event of events) {
      for (const payload of noPayloads) {
        if (wantNothing.has(event) && payload.startsWith('{')) continue
        const reply = await client.ask(event, payload, namespace)
        expect({ event, payload, reply }).toEqual({ event, payload, reply: invalid })
      }
    }
  }
  await expectStillSells(market)
})

test('[G13] every event without its callback is handled, whatever its payload', async () => {
  const market = await MarketServer.start({ environment: { SOUK_LIMITS: 'off' } })
  const product = await list(await joinSeller(market))
  for (const { namespace, auth, events } of namespaces) {
    const client = await RawEngine.join(market, namespace, auth)
    const head = `42${namespace === '/' ? '' : `${namespace},`}`
    for (const event of [...events, 'nothing', 'error']) {
      for (const payload of ['', ',null', ',{}', `,${JSON.stringify(purchase(product))}`]) {
        client.send(`${head}["${event}"${payload}]`)
      }
    }
    expect(await client.ask('order:list', '{"limit":0}', namespace)).toEqual(invalid)
    expect(client.closed).toBeNull()
  }
  await expectStillSells(market)
})

test('[G13] an event that does not exist is answered “Invalid action” in every namespace', async () => {
  const market = await MarketServer.start()
  const strange = [
    '',
    'purchase',
    'toString',
    '__proto__',
    'constructor',
    'error',
    'message',
    '*',
    'é'.repeat(999),
  ]
  for (const namespace of ['/', '/board']) {
    const client = await RawEngine.join(market, namespace)
    for (const event of strange) expect(await client.ask(event, '{}', namespace)).toEqual(invalidAction)
    expect(await client.ask('product:create', JSON.stringify(bread()), namespace)).toEqual(invalidAction)
  }
  const seller = await RawEngine.join(market, '/seller', { token: operatorToken })
  expect(await seller.ask('purchase:create', '{}', '/seller')).toEqual(invalidAction)
})

test('[G13] unknown fields are ignored, whatever their names', async () => {
  const market = await MarketServer.start()
  const product = await list(await joinSeller(market))
  const client = await RawEngine.join(market)
  const command = JSON.stringify({ ...purchase(product), deep: [[[{}]]] })
  const poisoned = `${command.slice(0, -1)},"__proto__":{"isAdmin":true,"total":0},"constructor":{"prototype":{"isAdmin":true}}}`
  expect(await client.ask('purchase:create', poisoned)).toMatchObject({ ok: true, order: { total: 620 } })
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
})

test('[G13] a prototype in the handshake proves nothing', async () => {
  const market = await MarketServer.start()
  const client = await RawEngine.open(market)
  client.send(`40/seller,{"__proto__":{"token":"${operatorToken}"}}`)
  await client.until(() => client.frames.some((frame) => frame.startsWith('44/seller,')))
  expect(client.frames.at(-1)).toContain('"code":"forbidden"')
})

test('[G13] numbers that are not whole or not within their limits are refused', async () => {
  const market = await MarketServer.start({ environment: { SOUK_LIMITS: 'off' } })
  const product = await list(await joinSeller(market))
  const buyer = await RawEngine.join(market)
  const seller = await RawEngine.join(market, '/seller', { token: operatorToken })
  const never = ['1e999', '-1e999', '-0', '0.5', '9007199254740993', '-1', '"1"', 'null', 'true', '[]', '{}']
  const lineOf = (field: string, value: string): string => {
    const line = { productId: product.id, quantity: 1, unitPrice: 620, [field]: '?' }
    return JSON.stringify({ id: newId(), lines: [line] }).replace('"?"', value)
  }
  for (const field of ['productId', 'quantity', 'unitPrice']) {
    for (const value of [...never, '1000000001']) {
      const reply = await buyer.ask('purchase:create', lineOf(field, value))
      const ids = field === 'productId' && value === '1000000001'
      expect({ field, value, reply }).toMatchObject({
        reply: { error: { code: ids ? 'not_found' : 'invalid' } },
      })
    }
  }
  for (const field of ['price', 'stock', 'limitPerBuyer', 'shopId']) {
    for (const value of never) {
      if (field === 'limitPerBuyer' && value === 'null') continue
      const command = JSON.stringify({ ...bread(), [field]: '?' }).replace('"?"', value)
      const reply = await seller.ask('product:create', command, '/seller')
      expect({ field, value, reply }).toMatchObject({ reply: invalid })
    }
  }
  for (const quantity of ['0', '-0', '1000001', '-1000001', '0.5']) {
    const command = `{"id":"${newId()}","productId":${product.id},"quantity":${quantity}}`
    expect(await seller.ask('product:restock', command, '/seller')).toEqual(invalid)
  }
})

test('[G13] texts are kept as written or refused: no half characters, no NUL, nothing too long', async () => {
  const market = await MarketServer.start()
  const client = await RawEngine.join(market, '/seller', { token: operatorToken })
  const listed = (fields: string) =>
    client.ask('product:create', `{"id":"${newId()}","price":1,"stock":1,${fields}}`, '/seller')
  const bad = [
    '\\ud800',
    '\\udc00x',
    'a\\u0000b',
    '\\u001b[2J',
    '\\u009f',
    '\\n',
    '',
    ' ',
    '\\u202e',
    'x'.repeat(121),
  ]
  for (const name of bad) {
    expect({ name, reply: await listed(`"name":"${name}"`) }).toEqual({ name, reply: invalid })
  }
  for (const description of ['\\ud83d', '\\u0000', 'x'.repeat(4_001)]) {
    expect(await listed(`"name":"x","description":"${description}"`)).toEqual(invalid)
  }
  const kept = [
    '__proto__',
    'constructor',
    '<img src=x onerror=alert(1)>',
    '🥐'.repeat(120),
    '"; DROP TABLE',
    'שלום',
  ]
  for (const name of kept) {
    expect(await listed(`"name":${JSON.stringify(name)}`)).toMatchObject({ ok: true, product: { name } })
  }
  expect(await listed('"name":"Cafe\\u0301"')).toMatchObject({ product: { name: 'Café' } })
  await market.restart()
  const buyer = await join(market, '/')
  expect([...buyer.view!.products.values()].map(({ name }) => name)).toEqual([...kept, 'Café'])
})

test('[G13] ids must be UUIDs: names of an object’s built-in properties are refused', async () => {
  const market = await MarketServer.start()
  const product = await list(await joinSeller(market))
  const client = await RawEngine.join(market)
  const command = purchase(product)
  for (const id of [
    '__proto__',
    'constructor',
    'toString',
    '',
    'x'.repeat(36),
    `${command.id}0`,
    command.id.slice(1),
  ]) {
    expect(await client.ask('purchase:create', JSON.stringify({ ...command, id }))).toEqual(invalid)
  }
  const tooMany = { ...command, lines: Array.from({ length: 51 }, () => command.lines[0]) }
  expect(await client.ask('purchase:create', JSON.stringify(tooMany))).toEqual(invalid)
})

test('[G13] if a handler throws, its event is answered unavailable, and nobody else is affected', async () => {
  const disk = new FaultyDisk(nodeDisk)
  const market = await MarketServer.start({ world: { disk } })
  const client = await join(market, '/')
  const product = await list(await joinSeller(market))
  await client.ok('purchase:create', purchase(product))
  disk.faultAt = ({ path }) => (path.includes('people') ? { kind: 'error', code: 'EIO' } : null)
  expect(await client.refused('session:rename', { name: 'Ann' })).toMatchObject({
    code: 'unavailable',
    retryAfterMs: expect.any(Number),
  })
  expect(market.logged('a handler threw')).toHaveLength(1)
  await expectStillSells(market)
  disk.faultAt = () => null
  expect(await client.ok('session:rename', { name: 'Ann' })).toMatchObject({ session: { name: 'Ann' } })
  await market.restart()
  await client.ready()
  expect(client.stream.opened!.session.name).toBe('Ann')
})
