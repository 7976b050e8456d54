import { afterEach, expect, test } from 'vitest'
import { bread, list, newId, purchase } from '../support/builders/wares.ts'
import type { Client } from '../support/drivers/client.ts'
import { join, joinBuyers, joinSeller } from '../support/drivers/client.ts'
import { get } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { type Market, MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const byCode = (answers: readonly { ok: boolean; error?: { code: string } }[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { ok, error } of answers) {
    const code = ok ? 'ok' : (error?.code ?? 'nothing')
    counts[code] = (counts[code] ?? 0) + 1
  }
  return counts
}

interface Ledger {
  stock: number
  movements: { seq: number; kind: string; quantity: number; stock: number }[]
}

const ledgerOf = async (market: Market, productId: number): Promise<Ledger> =>
  (await get(`${market.url}/api/products/${productId}/ledger`)).json() as Ledger

const sold = ({ movements }: Ledger): number =>
  movements.filter(({ kind }) => kind === 'sold').reduce((sum, { quantity }) => sum + quantity, 0)

test('[G4] when 200 buyers ask at once for the last 20, 20 get one, and every screen agrees', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const product = await list(seller, { stock: 20 })
  const board = await join(market, '/board')
  const buyers = await joinBuyers(market, 200)
  const answers = await Promise.all(
    buyers.map((buyer) => buyer.request('purchase:create', purchase(product))),
  )
  expect(byCode(answers)).toEqual({ ok: 20, out_of_stock: 180 })
  for (const answer of answers) {
    if (!answer.ok) expect(answer.error).toMatchObject({ productId: product.id, available: 0 })
  }
  const watchers: Client<'/' | '/seller' | '/board'>[] = [...buyers, seller, board]
  await Promise.all(watchers.map((watcher) => watcher.until(() => watcher.stock(product.id) === 0)))
  const places = answers.flatMap((answer) => (answer.ok ? answer.order.place : []))
  expect(places.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  const ledger = await ledgerOf(market, product.id)
  expect(ledger.stock).toBe(0)
  expect(ledger.movements.map(({ stock }) => stock)).toEqual(Array.from({ length: 21 }, (_, n) => 20 - n))
  expect(sold(ledger)).toBe(20)
})

test('[G4] an order gets all of its lines or none, and lines of one product are checked together', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const loaf = await list(seller, { stock: 3 })
  const cake = await list(seller, { name: 'Cake', price: 2_400, stock: 1 })
  const buyer = await join(market, '/')
  const lines = [
    { productId: loaf.id, quantity: 2, unitPrice: 620 },
    { productId: cake.id, quantity: 1, unitPrice: 2_400 },
    { productId: loaf.id, quantity: 2, unitPrice: 620 },
  ]
  const refusal = await buyer.refused('purchase:create', { id: newId(), lines })
  expect(refusal).toMatchObject({ code: 'out_of_stock', productId: loaf.id, available: 3 })
  const { order } = await buyer.ok('purchase:create', { id: newId(), lines: lines.slice(0, 2) })
  expect(order).toMatchObject({ total: 2 * 620 + 2_400, status: 'placed', number: 1 })
  await seller.until(() => seller.stock(loaf.id) === 1 && seller.stock(cake.id) === 0)
})

test('[G5] the same purchase, sent 100 times at once on one connection, buys once', async () => {
  const market = await MarketServer.start()
  const product = await list(await joinSeller(market))
  const buyer = await join(market, '/')
  const command = purchase(product)
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => buyer.request('purchase:create', command)),
  )
  expect(byCode(answers)).toEqual({ ok: 100 })
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect(sold(await ledgerOf(market, product.id))).toBe(1)
})

test('[G5] the same purchase, sent over 30 connections of one session, buys once', async () => {
  const market = await MarketServer.start()
  const product = await list(await joinSeller(market))
  const first = await join(market, '/')
  const token = first.stream.token!
  const others = await Promise.all(Array.from({ length: 29 }, () => join(market, '/', { auth: { token } })))
  const command = purchase(product)
  const answers = await Promise.all([first, ...others].map((one) => one.request('purchase:create', command)))
  expect(byCode(answers)).toEqual({ ok: 30 })
  expect(new Set(answers.flatMap((answer) => (answer.ok ? answer.seq : []))).size).toBe(1)
  expect(sold(await ledgerOf(market, product.id))).toBe(1)
})

test('[G5] an id used again with other content, by another session or for another event is id_mismatch', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const product = await list(seller)
  const [ann, bob] = await joinBuyers(market, 2)
  const command = purchase(product)
  await ann!.ok('purchase:create', command)
  const mismatch = { code: 'id_mismatch', message: expect.any(String) }
  const more = { ...command, lines: [{ ...command.lines[0]!, quantity: 2 }] }
  expect(await ann!.refused('purchase:create', more)).toEqual(mismatch)
  expect(await bob!.refused('purchase:create', command)).toEqual(mismatch)
  expect(await ann!.refused('order:cancel', { id: command.id, orderId: command.id })).toEqual(mismatch)
  expect(await seller.refused('product:create', bread({ id: command.id }))).toEqual(mismatch)
  expect(sold(await ledgerOf(market, product.id))).toBe(1)
})

test('[G5] a seller’s command that is repeated, in any key order, has one effect', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const command = bread({ stock: 5 })
  const turned = Object.fromEntries(Object.entries(command).reverse()) as typeof command
  const [first, second] = await Promise.all([
    seller.ok('product:create', command),
    seller.ok('product:create', turned),
  ])
  expect(second).toEqual(first)
  const restock = { id: newId(), productId: first.product.id, quantity: 3 }
  const restocked = await seller.ok('product:restock', restock)
  const upperCase = { ...restock, id: restock.id.toUpperCase() }
  expect((await seller.ok('product:restock', upperCase)).seq).toBe(restocked.seq)
  expect((await ledgerOf(market, first.product.id)).stock).toBe(8)
})

test('[G5] ids are known after a restart, and refusals until the process ends', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const product = await list(seller, { stock: 1 })
  const [ann, bob] = await joinBuyers(market, 2)
  const bought = purchase(product)
  const missed = purchase(product)
  const { seq } = await ann!.ok('purchase:create', bought)
  expect(await bob!.refused('purchase:create', missed)).toMatchObject({ code: 'out_of_stock' })
  const restock = { id: newId(), productId: product.id, quantity: 1 }
  await seller.ok('product:restock', restock)
  expect(await bob!.refused('purchase:create', missed)).toMatchObject({ code: 'out_of_stock' })
  await market.restart()
  await Promise.all([ann!, bob!, seller].map((client) => client.ready()))
  expect(await ann!.ok('purchase:create', bought)).toMatchObject({ seq, order: { id: bought.id } })
  expect((await seller.ok('product:restock', restock)).product.stock).toBe(1)
  expect((await ledgerOf(market, product.id)).stock).toBe(1)
})

test('[G6] a command sent after the reply to another gets a higher seq, and no seq is skipped', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const product = await list(seller, { stock: 1_000 })
  const buyers = await joinBuyers(market, 8)
  const seqs = await Promise.all(
    buyers.map(async (buyer) => {
      const own: number[] = []
      for (let turn = 0; turn < 15; turn += 1) {
        own.push((await buyer.ok('purchase:create', purchase(product))).seq)
      }
      expect(own).toEqual([...own].sort((a, b) => a - b))
      return own
    }),
  )
  const all = seqs.flat().sort((a, b) => a - b)
  expect(all).toEqual(Array.from({ length: 120 }, (_, index) => all[0]! + index))
})
