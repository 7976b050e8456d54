import { afterEach, expect, test } from 'vitest'
import { seededRandom } from '../../shared/seeded-random.ts'
import { bread, list, newId, purchase } from '../support/builders/wares.ts'
import { printedSeed } from '../support/doubles/random-port.ts'
import { type Client, join, joinBuyers, joinSeller } from '../support/drivers/client.ts'
import { get } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { RawEngine } from '../support/drivers/raw-engine.ts'
import { RawTcp } from '../support/drivers/raw-tcp.ts'
import { MarketProcess } from '../support/drivers/server-process.ts'
import { readJournal, soldOf } from '../support/properties/judge.ts'

afterEach(leaveNothing)

test('[G1][G5] over two kills and a stop, clients that retry by id get every purchase once, and none is lost', async () => {
  const random = seededRandom(printedSeed())
  const market = await MarketProcess.start({ SOUK_LIMITS: 'off' })
  const seller = await joinSeller(market)
  const product = await list(seller, { stock: 1_000_000 })
  const buyers = await joinBuyers(market, 10)
  const acknowledged = new Map<string, number>()
  let isOver = false
  const shop = async (buyer: Client<'/'>): Promise<void> => {
    while (!isOver) {
      const command = purchase(product)
      const answer = await buyer.requestUntilKnown('purchase:create', command)
      if (!answer.ok) throw new Error(answer.error.code)
      acknowledged.set(command.id, answer.seq)
    }
  }
  const shopping = buyers.map(shop)
  for (const signal of ['SIGKILL', 'SIGTERM', 'SIGKILL'] as const) {
    const goal = acknowledged.size + random.integer(20, 150)
    await seller.until(() => acknowledged.size >= goal, `${goal} acknowledged`)
    await market.end(signal)
    await market.start()
    await seller.ready()
  }
  isOver = true
  await Promise.all(shopping)
  const journal = await readJournal(market.folder)
  const seqs = new Map(journal.map(({ id, seq }) => [id, seq]))
  expect(seqs.size).toBe(journal.length)
  expect(journal.map(({ seq }) => seq)).toEqual(journal.map((_, index) => index + 1))
  expect([...acknowledged].filter(([id, seq]) => seqs.get(id) !== seq)).toEqual([])
  expect(soldOf(journal, product.id)).toBe(acknowledged.size)
  await Promise.all(
    buyers.map((buyer) => buyer.until(() => buyer.stock(product.id) === 1_000_000 - acknowledged.size)),
  )
  expect(buyers.map(({ stream }) => stream.resets)).toEqual(buyers.map(() => 1))
})

/** Everything that a market shows. */
async function stateOf(market: MarketProcess): Promise<unknown> {
  const seller = await joinSeller(market)
  const products = [...seller.view!.products.values()]
  const ledgers = []
  for (const { id } of products) ledgers.push(await seller.ok('product:ledger', { productId: id }))
  const { orders } = await seller.ok('order:list', { limit: 100 })
  const page = (await get(`${market.url}/api/market`)).json()
  const { view } = seller
  seller.leave()
  return { view, products, ledgers, orders, page }
}

test('[G14] the state after SIGTERM and after kill -9 is the same', async () => {
  const market = await MarketProcess.start()
  const seller = await joinSeller(market)
  const [loaf, cake] = [await list(seller), await list(seller, { name: 'Cake', status: 'hidden' })]
  const buyer = await join(market, '/')
  await buyer.ok('session:rename', { name: 'Ann' })
  const bought = [purchase(loaf), purchase(loaf, 2), purchase(loaf)]
  for (const command of bought) await buyer.ok('purchase:create', command)
  await buyer.ok('order:cancel', { id: newId(), orderId: bought[0]!.id })
  await seller.ok('order:fulfil', { id: newId(), orderId: bought[1]!.id })
  await seller.ok('product:delete', { id: newId(), productId: cake.id })
  await seller.ok('shop:update', { id: newId(), description: 'Since 1890' })
  const before = await stateOf(market)
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    await market.end(signal)
    await market.start()
    expect(await stateOf(market)).toEqual(before)
  }
})

test('[G14] SIGTERM stops cleanly and soon, even if clients neither read nor write nor leave', async () => {
  const market = await MarketProcess.start()
  const buyer = await join(market, '/')
  const hanging = await RawEngine.join(market)
  hanging.pause()
  await RawTcp.open(market)
  const started = performance.now()
  const ended = await market.end('SIGTERM')
  expect(ended).toMatchObject({ code: 0, signal: null })
  // Well below the time after which the process would end without a clean stop.
  expect(performance.now() - started).toBeLessThan(5_000)
  await market.start()
  await buyer.ready()
  expect(buyer.stream.resets).toBe(1)
})

test('[G6] after a kill, order numbers continue: no number, code or place is given twice', async () => {
  const market = await MarketProcess.start()
  const seller = await joinSeller(market)
  const product = await list(seller, { stock: 100 })
  const buyer = await join(market, '/')
  const orders = []
  for (let turn = 0; turn < 2; turn += 1) {
    for (let count = 0; count < 5; count += 1) {
      orders.push((await buyer.ok('purchase:create', purchase(product))).order)
    }
    await market.end('SIGKILL')
    await market.start()
    await Promise.all([buyer, seller].map((client) => client.ready()))
  }
  const oneTo10 = Array.from({ length: 10 }, (_, index) => index + 1)
  expect(orders.map(({ number }) => number)).toEqual(oneTo10)
  expect(orders.map(({ place }) => place)).toEqual(oneTo10)
  expect(new Set(orders.map(({ pickupCode }) => pickupCode)).size).toBe(10)
  expect((await seller.ok('product:create', bread())).product.id).toBe(product.id + 1)
})
