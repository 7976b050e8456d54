import { rename, stat } from 'node:fs/promises'
import { join as joinPath } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { verifyFolder } from '../../server/verify/verify.ts'
import type { PurchaseCreate } from '../../shared/protocol/buyer-messages.ts'
import type { Market } from '../../shared/protocol/server-messages.ts'
import type { Product } from '../../shared/protocol/shapes.ts'
import { makeTemporaryFolder } from '../support/builders/temporary-folder.ts'
import { list, purchase } from '../support/builders/wares.ts'
import { type Client, join, joinBuyers, joinSeller } from '../support/drivers/client.ts'
import { FeedClient } from '../support/drivers/feed.ts'
import { get } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { pageBoard, pageBuyer, pageSeller } from '../support/drivers/page-clients.ts'
import { runScript } from '../support/drivers/run-script.ts'
import { MarketProcess } from '../support/drivers/server-process.ts'
import { readJournal } from '../support/properties/judge.ts'

afterEach(leaveNothing)

/** A market in a folder inside a temporary one: backups and restores are written beside it. */
async function begin(): Promise<{ market: MarketProcess; place: string; copy: string }> {
  const root = await makeTemporaryFolder()
  const place = joinPath(root, 'market')
  return {
    market: await MarketProcess.start({ SOUK_DATA: place, SOUK_LIMITS: 'off' }),
    place,
    copy: joinPath(root, 'copy'),
  }
}

/** Buyers that keep buying, over restarts and restores of the market, until they are stopped. */
class Shoppers {
  acknowledged = new Map<string, number>()
  readonly #buyers: readonly Client<'/'>[]
  readonly #shopping: Promise<void>[]
  #isOver = false

  constructor(buyers: readonly Client<'/'>[], product: Product) {
    this.#buyers = buyers
    this.#shopping = buyers.map((buyer) => this.#shop(buyer, product))
  }

  async buyMore(count: number): Promise<void> {
    const goal = this.acknowledged.size + count
    await this.#buyers[0]!.until(() => this.acknowledged.size >= goal, `${goal} acknowledged`)
  }

  /** From here on the next market acknowledges; all buyers must have noticed that the last one is gone. */
  async forget(): Promise<void> {
    await Promise.all(this.#buyers.map((buyer) => buyer.until(() => !buyer.socket.connected, 'gone')))
    this.acknowledged = new Map()
  }

  async stop(): Promise<void> {
    this.#isOver = true
    await Promise.all(this.#shopping)
  }

  async #shop(buyer: Client<'/'>, product: Product): Promise<void> {
    while (!this.#isOver) {
      const command = purchase(product)
      const answer = await buyer.requestUntilKnown('purchase:create', command)
      if (!answer.ok) throw new Error(answer.error.code)
      this.acknowledged.set(command.id, answer.seq)
    }
  }
}

/** All orders of a buyer, as for a client that has none yet. */
async function ordersOf(buyer: Client<'/'>) {
  const { orders } = await buyer.ok('order:list', { changedAfter: 0, limit: 100 })
  return orders.map(({ id, seq }) => ({ id, seq }))
}

const seqsOf = async (place: string): Promise<Map<string, number>> =>
  new Map((await readJournal(place)).map(({ id, seq }) => [id, seq]))

test('[G1][G7] a market is backed up while it sells, dies, and is restored twice: all clients end in step with it', async () => {
  const { market, place, copy } = await begin()
  const seller = await joinSeller(market)
  const product = await list(seller, { stock: 1_000_000 })
  const [buyer, ...crowd] = await joinBuyers(market, 5)
  const board = await join(market, '/board')
  const feed = await new FeedClient(market).connect()
  const page = { buyer: pageBuyer(market), seller: pageSeller(market), board: pageBoard(market) }
  const pages = Object.values(page)
  await Promise.all(pages.map((one) => one.inStep()))
  const sessions = [buyer!, ...crowd].map(({ stream }) => stream.opened!.session.id)
  const epochs = new Set([seller.view!.epoch])

  let shoppers = new Shoppers(crowd, product)
  const kept = purchase(product)
  await buyer!.ok('purchase:create', kept)
  const keptOnPage = await page.buyer.buys(product)
  await shoppers.buyMore(50)
  const before = new Map(shoppers.acknowledged)
  const backup = await runScript('backup', place, copy)
  expect(backup).toMatchObject({ code: 0, output: expect.stringContaining(`npm run restore -- ${copy}`) })

  const lost: PurchaseCreate[] = []
  for (const turn of [1, 2]) {
    const lostOnPage = await page.buyer.buys(product)
    lost.push(purchase(product))
    await buyer!.ok('purchase:create', lost.at(-1)!)
    await shoppers.buyMore(50)
    await market.end('SIGKILL')
    await shoppers.forget()
    const pending = page.buyer.client.purchases.buy(purchase(product).lines)
    const restored = await runScript('restore', place, copy)
    expect(restored).toMatchObject({ code: 0, output: expect.stringContaining('is kept in') })
    const restartedAt = Date.now()
    await market.start()
    await Promise.all([buyer!, ...crowd, seller, board].map((client) => client.ready()))
    await feed.connect()
    await Promise.all(pages.map((one) => one.inStep()))
    await shoppers.buyMore(30)
    await shoppers.stop()

    // Each follows the stream of one market: it forgets the former one and requests nothing of it again.
    const streams = [buyer!, ...crowd, seller, board, feed].map(({ stream }) => stream)
    expect(streams.map(({ resets }) => resets)).toEqual(streams.map(() => 1 + turn))
    const epoch = seller.view!.epoch
    expect(epochs).not.toContain(epoch)
    epochs.add(epoch)
    expect([buyer!, ...crowd].map(({ stream }) => stream.opened!.session.id)).toEqual(sessions)

    // Commands that were sent again: known if they are in the backup, decided anew if not.
    const again = await buyer!.ok('purchase:create', kept)
    expect(again.order.id).toBe(kept.id)
    const anew = await buyer!.ok('purchase:create', lost.at(-1)!)
    // A page looks up the purchase that it sent to the former market, and orders nothing in this one by itself.
    await page.buyer.until(
      () => page.buyer.client.purchases.get(pending.id)?.state.kind === 'restored',
      'looked up',
    )
    const ids = page.buyer.client.orders.list().map(({ id }) => id)
    expect(ids).toContain(keptOnPage)
    expect(ids).not.toContain(pending.id)
    expect(ids).not.toContain(lostOnPage)
    expect(await ordersOf(buyer!)).toEqual([
      { id: kept.id, seq: again.seq },
      { id: anew.order.id, seq: anew.seq },
    ])
    const { recent } = page.board.client.store.sales()!
    expect(recent.length).toBeGreaterThan(0)
    expect(recent.filter(({ at }) => at < restartedAt)).toEqual([])

    const seqs = await seqsOf(place)
    expect([...before].filter(([id, seq]) => seqs.get(id) !== seq)).toEqual([])
    expect([...shoppers.acknowledged].filter(([id, seq]) => seqs.get(id) !== seq)).toEqual([])
    const shown = page.seller.client.orders.list()
    expect(shown.length).toBeGreaterThan(30)
    expect(shown.filter(({ id, seq }) => seqs.get(id) !== seq)).toEqual([])
    if (turn === 1) shoppers = new Shoppers(crowd, product)
  }
  const { seq } = await seller.ok('product:restock', {
    id: purchase(product).id,
    productId: product.id,
    quantity: 1,
  })
  const followers = [buyer!, ...crowd, seller, board, feed]
  await Promise.all(followers.map((one) => one.until(() => one.stream.view?.seq === seq, `at ${seq}`)))
  await Promise.all(
    pages.map((one) => one.until(() => one.client.store.position()?.seq === seq, `at ${seq}`)),
  )
  const { epoch, products } = (await get(`${market.url}/api/market`)).json() as Market
  const stocks = followers
    .map(({ stream }) => stream.view)
    .concat(pages.map(({ client }) => client.store.view()))
  expect(stocks.map((view) => [view?.epoch, view?.products.get(product.id)?.stock])).toEqual(
    stocks.map(() => [epoch, products[0]!.stock]),
  )
  await market.end('SIGTERM')
  expect((await verifyFolder(place)).findings).toEqual([])
})

test('[G7] a restore that was interrupted between the two markets is finished by the next start', async () => {
  const { market, place } = await begin()
  const product = await list(await joinSeller(market))
  await market.end('SIGKILL')
  await rename(place, `${place}.restored`)
  await market.start()
  const buyer = await join(market, '/')
  expect(buyer.stock(product.id)).toBe(20)
  await expect(stat(`${place}.restored`)).rejects.toThrow('ENOENT')
})

test('[G7] a market is not restored while it runs, and the error says what to do', async () => {
  const { market, place, copy } = await begin()
  const seller = await joinSeller(market)
  const product = await list(seller)
  expect((await runScript('backup', place, copy)).code).toBe(0)
  const said = async (script: 'backup' | 'restore', ...words: string[]) => {
    const { code, output } = await runScript(script, place, ...words)
    return `${code} ${output.trim()}`
  }
  expect(await said('restore', copy)).toMatch(/^1 A market is running on/)
  expect(await said('backup', copy)).toMatch(/^1 .*copy is not empty\. Name a new folder\.$/)
  for (const script of ['backup', 'restore'] as const) {
    expect(await said(script)).toMatch(new RegExp(`^2 Name .*: npm run ${script} -- `))
    expect(await said(script, '--help')).toMatch(/^2 /)
    expect(await said(script, copy, copy)).toMatch(/^2 /)
    expect(await said(script, place)).toMatch(/^1 .* is the market's own folder/)
  }
  expect(seller.stock(product.id)).toBe(20)
  expect(seller.stream.resets).toBe(1)
})
