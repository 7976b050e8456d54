import { describe, expect, test } from 'vitest'
import type { Market } from '../../shared/protocol/server-messages.ts'
import type { Order, Product, Shop } from '../../shared/protocol/shapes.ts'
import { type Connection, ConnectionState } from '../../web/socket/connection.ts'
import type { Listener, Outcome } from '../../web/socket/wire.ts'
import { createBuyerClient } from '../../web/store/buyer-client.ts'
import { createSellerClient } from '../../web/store/seller-client.ts'
import { memoryStorage } from '../../web/store/storage.ts'
import type { Topic } from '../../web/store/topics.ts'
import { nameOnLine } from '../../web/store/translated.ts'
import { shownOrder, shownProduct } from '../support/builders/shown-things.ts'
import { VirtualClock } from '../support/doubles/virtual-clock.ts'

const product = (id: number, rest: Partial<Product> = {}): Product =>
  shownProduct({ id, name: `Thing ${id}`, price: 1200, ...rest })

const market = (rest: Partial<Market> = {}): Market => ({
  epoch: 'e1',
  seq: 10,
  name: 'Fair',
  currency: 'EUR',
  currencyDigits: 2,
  shops: [],
  products: [product(1), product(2)],
  ...rest,
})

const order = (id: string, changedSeq: number, rest: Partial<Order> = {}): Order =>
  shownOrder({ id, seq: changedSeq, changedSeq, ...rest })

/** A client on a transport of the test, which sends by `listener` and replies by `answer`. */
function given(app: 'buyer' | 'seller' = 'buyer', storage = memoryStorage()) {
  const time = new VirtualClock()
  const asked: unknown[] = []
  let listener: Listener | null = null
  const played = { answer: (_payload: unknown): Outcome<unknown> => ({ kind: 'unknown' }) }
  const parts: Parameters<typeof createBuyerClient>[0] = {
    clock: time,
    storage,
    random: () => 0.5,
    build: 'build 1',
    open: (options) => {
      listener = options.listener
      return {
        request: (async (_event: string, payload: unknown) => {
          asked.push(payload)
          return played.answer(payload)
        }) as never,
        reconnect() {},
        close() {},
      }
    },
  }
  const client = app === 'buyer' ? createBuyerClient(parts) : createSellerClient(parts)
  client.start()
  if (!listener) throw new Error('the client did not open a socket')
  const heard: Listener = listener
  const told: Topic[] = []
  const watch = (...topics: Topic[]) => {
    for (const topic of topics) client.topics.on(topic, () => told.push(topic))
  }
  const connect = (sessionId = 's1', build = 'build 1') => {
    const session = { id: sessionId, name: '', role: 'guest' as const }
    heard.opened({ session, protocol: 1, build, serverTime: time.now() })
    heard.connection({ kind: 'in-step' })
  }
  return { client, heard, played, asked, told, watch, connect, storage, time }
}

describe('the market', () => {
  test('[G7] a change is applied once: older ones are ignored, and a gap is reported', () => {
    const { client, heard } = given()
    heard.reset(market())
    expect(heard.changed({ epoch: 'e1', from: 10, seq: 12, stock: [[1, 6]] })).toBe('applied')
    expect(heard.changed({ epoch: 'e1', from: 10, seq: 12, stock: [[1, 99]] })).toBe('ignored')
    expect(heard.changed({ epoch: 'e1', from: 13, seq: 14, stock: [[1, 99]] })).toBe('gap')
    expect(client.store.product(1)?.stock).toBe(6)
    expect(heard.position()).toEqual({ epoch: 'e1', seq: 12 })
  })

  test('[G7] only listeners of changed things are called', () => {
    const { heard, watch, told } = given()
    heard.reset(market())
    watch('product:1', 'product:2', 'listing:1', 'shop:1', 'products', 'list')
    heard.changed({ epoch: 'e1', from: 10, seq: 11, stock: [[1, 6]] })
    expect(told).toEqual(['product:1', 'products'])
  })

  test('[G7] a list’s listeners are called when a product sells out, is edited, added or removed, and so are the product’s', () => {
    const { client, heard, watch, told } = given()
    heard.reset(market())
    watch('list', 'listing:1', 'listing:2', 'listing:3')
    heard.changed({ epoch: 'e1', from: 10, seq: 11, stock: [[1, 0]] })
    heard.changed({ epoch: 'e1', from: 11, seq: 12, products: [product(2, { price: 900, seq: 12 })] })
    heard.changed({ epoch: 'e1', from: 12, seq: 13, products: [product(3, { seq: 13 })] })
    heard.changed({ epoch: 'e1', from: 13, seq: 14, removed: [1] })
    expect(told).toEqual([1, 2, 3, 1].flatMap((id) => ['list', `listing:${id}`]))
    expect(client.store.productIds()).toEqual([2, 3])
  })

  test('[G7] the last known market is shown at once on return, and marked as old until in step', async () => {
    const before = given()
    before.heard.reset(market())
    before.client.stop()
    const after = given('buyer', before.storage)
    expect(after.client.store.product(2)?.name).toBe('Thing 2')
    expect(after.heard.position()).toEqual({ epoch: 'e1', seq: 10 })
    expect(after.client.store.freshness()).toBe('old')
    after.connect()
    expect(after.client.store.freshness()).toBe('live')
  })

  test("[G12] a seller's market is not stored, and is dropped when another seller signs in", () => {
    const { client, heard, connect, storage } = given('seller')
    connect('s1')
    heard.reset(market())
    connect('s2')
    expect([client.store.view(), heard.position()]).toEqual([null, null])
    client.stop()
    // The owner of the browser, and nothing else.
    expect(storage.keys('souk:')).toEqual(['souk:owner'])
  })

  test('[language] a product is shown in its reader’s language, and what is missing in its own', () => {
    const { client, heard } = given()
    const content = { en: { name: 'Rye', description: '' }, de: { name: 'Roggen', description: 'Sauer' } }
    const rye = product(1, { name: 'Seigle', description: 'Noir', content })
    heard.reset(market({ products: [rye, product(2, { content: { de: content.de } })] }))
    expect(client.store.product(1)).toMatchObject({ name: 'Rye', description: 'Noir' })
    expect(client.store.product(2)).toMatchObject({ name: 'Thing 2' })
    heard.changed({ epoch: 'e1', from: 10, seq: 11, stock: [[1, 6]] })
    expect(client.store.product(1)).toMatchObject({ name: 'Rye', stock: 6 })
    const shown = client.store.product(1)
    expect(nameOnLine({ name: 'Seigle' }, shown)).toBe('Rye')
    expect(nameOnLine({ name: 'Its former name' }, shown)).toBe('Its former name')
    heard.changed({ epoch: 'e1', from: 11, seq: 12, products: [product(1, { seq: 12 })] })
    expect(client.store.product(1)).toEqual(product(1, { seq: 12 }))
  })

  test('[language] the market is kept for the next visit as it was listed, and sellers read what they wrote', () => {
    const rye = product(1, { name: 'Seigle', content: { en: { name: 'Rye', description: 'Dark' } } })
    const before = given()
    before.heard.reset(market({ products: [rye] }))
    before.client.stop()
    const stored = JSON.parse(before.storage.read('souk:market:1') ?? '') as Market
    expect(stored.products).toEqual([rye])
    expect(given('buyer', before.storage).client.store.product(1)).toMatchObject({ name: 'Rye' })
    const seller = given('seller')
    seller.heard.reset(market({ products: [rye] }))
    expect(seller.client.store.product(1)).toEqual(rye)
  })

  test('[G7] a market that was stored incompletely is not shown', () => {
    const storage = memoryStorage()
    storage.write('souk:market:1', '{"epoch":"e1","prod')
    expect(given('buyer', storage).client.store.view()).toBeNull()
  })

  test('[G7] a page knows that the server runs another version', () => {
    const { client, connect } = given()
    connect('s1', 'build 1')
    expect(client.store.outdated()).toBe(false)
    connect('s1', 'build 2')
    expect(client.store.outdated()).toBe(true)
  })

  test('[G7] a stopped client leaves no timer behind', async () => {
    const { client, heard, connect, time } = given()
    connect()
    heard.reset(market())
    heard.inStep()
    await time.settle()
    client.stop()
    await time.settle()
    expect(time.waiting).toBe(0)
  })
})

describe('the connection', () => {
  const watched = () => {
    const time = new VirtualClock()
    const states: Connection['kind'][] = []
    const connection = new ConnectionState(time, (state) => states.push(state.kind))
    return { connection, states, time }
  }

  test('[G7] a short loss of connection is not shown; a longer one is, and its end for a moment', async () => {
    const { connection, states, time } = watched()
    connection.inStep()
    connection.lost()
    await time.pass(1_900)
    connection.inStep()
    expect(states).toEqual(['in-step', 'brief-offline', 'in-step'])
    connection.lost()
    await time.pass(2_000)
    connection.lost()
    connection.inStep()
    await time.pass(2_500)
    expect(states.slice(3)).toEqual(['brief-offline', 'offline', 'back', 'in-step'])
    expect(time.waiting).toBe(0)
  })

  test('[G7] a page that never connects says so', async () => {
    const { connection, states, time } = watched()
    await time.pass(1_000)
    connection.lost()
    connection.lost()
    await time.pass(2_000)
    expect(states).toEqual(['offline'])
  })

  test('[G7] a refusal stays until the next attempt', async () => {
    const { connection, states, time } = watched()
    connection.refused('forbidden')
    connection.lost()
    await time.pass(60_000)
    expect(states).toEqual(['refused'])
    connection.retry()
    connection.inStep()
    expect(states).toEqual(['refused', 'connecting', 'in-step'])
    connection.close()
  })
})

describe('orders', () => {
  test('[G7] after every connect all pages of changes are requested, from where the last sync ended', async () => {
    const { client, heard, played, asked, connect, time } = given()
    const pages = [
      { ok: true, orders: [order('a', 3)], next: 3 },
      { ok: true, orders: [order('b', 5)], next: null },
      { ok: true, orders: [order('a', 9)], next: null },
    ]
    played.answer = () => ({ kind: 'ok', reply: pages.shift() })
    connect()
    heard.reset(market())
    heard.inStep()
    await time.settle()
    expect(client.orders.isComplete()).toBe(true)
    heard.order({ order: order('c', 8) })
    heard.connection({ kind: 'brief-offline', since: 0 })
    expect(client.orders.isComplete()).toBe(false)
    heard.inStep()
    await time.settle()
    expect(asked).toEqual([0, 3, 5].map((changedAfter) => ({ changedAfter, limit: 100 })))
    expect(client.orders.list().map(({ id }) => id)).toEqual(['a', 'c', 'b'])
  })

  test('[G7] of two versions of an order the later one stays', () => {
    const { client, heard } = given()
    heard.order({ order: order('a', 9, { status: 'fulfilled' }) })
    heard.order({ order: order('a', 4) })
    expect(client.orders.get('a')?.status).toBe('fulfilled')
  })

  test('[G7] a page without an answer is requested again', async () => {
    const { client, heard, played, time } = given()
    heard.inStep()
    await time.settle()
    played.answer = () => ({ kind: 'ok', reply: { ok: true, orders: [order('a', 3)], next: null } })
    await time.pass(1_000)
    expect([client.orders.list().length, client.orders.isComplete()]).toEqual([1, true])
  })

  test("[G12] another session's orders are not shown", async () => {
    const { client, heard, connect } = given()
    connect('s1')
    heard.reset(market())
    heard.inStep()
    heard.order({ order: order('a', 3) })
    connect('s2')
    heard.inStep()
    expect(client.orders.list()).toEqual([])
    client.stop()
  })

  test('[G7] a seller follows the orders of all shops, from the newest page of each on', async () => {
    const { heard, played, asked, time } = given('seller')
    played.answer = () => ({ kind: 'ok', reply: { ok: true, orders: [order('a', 3)], next: null } })
    heard.reset(market({ seq: 40, shops: [{ id: 1 } as Shop, { id: 2 } as Shop] }))
    heard.inStep()
    await time.settle()
    heard.inStep()
    await time.settle()
    const ofBoth = (query: object) => [1, 2].map((shopId) => ({ limit: 100, ...query, shopId }))
    expect(asked).toEqual([...ofBoth({}), ...ofBoth({ changedAfter: 40 })])
  })
})
