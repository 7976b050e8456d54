import { describe, expect, test } from 'vitest'
import { type MarketView, viewOf } from '../../shared/market-view.ts'
import type { Movement, Order, Product, Shop } from '../../shared/protocol/shapes.ts'
import { refuse } from '../../shared/refusals.ts'
import { seededRandom } from '../../shared/seeded-random.ts'
import { nextCommand } from '../../web/terminal/rush-command.ts'
import { ledgerFaults } from '../../web/terminal/rush-ledger.ts'
import { rushOptions } from '../../web/terminal/rush-options.ts'
import { progressLine, summaryLines } from '../../web/terminal/rush-report.ts'
import { percentile, RushTally } from '../../web/terminal/rush-tally.ts'
import { euro, order, product } from '../support/builders/shop-things.ts'
import { shownShop } from '../support/builders/shown-things.ts'

const newSeed = () => 7

describe('the options', () => {
  test('[rush] by default fifty buyers shop for half a minute', () => {
    expect(rushOptions([], {}, newSeed)).toEqual({
      url: 'http://127.0.0.1:3000',
      buyers: 50,
      seconds: 30,
      seed: 7,
    })
    const typed = ['souk.example', '--buyers', '3', '--seconds=2', '--seed', '0']
    expect(rushOptions(typed, { SOUK_URL: 'http://other' }, newSeed)).toEqual({
      url: 'http://souk.example',
      buyers: 3,
      seconds: 2,
      seed: 0,
    })
  })

  test.for([
    ['--buyers', '0'],
    ['--buyers', '501'],
    ['--buyers', 'many'],
    ['--seconds', '3601'],
    ['--seed', '-1'],
    ['--seed', '4294967296'],
    ['--haste'],
    ['a.example', 'b.example'],
    ['ftp://a.example'],
  ])('[rush] %j is refused in words', (typed) => {
    expect(() => rushOptions(typed, {}, newSeed)).toThrow()
  })
})

const shop = (id: number, status: Shop['status']): Shop => shownShop({ id, status })

const inShop = (shopId: number, base: Product, changes: Partial<Product> = {}): Product => ({
  ...base,
  shopId,
  ...changes,
})

const shelves: MarketView = viewOf({
  epoch: 'e',
  seq: 1,
  name: 'Souk',
  ...euro,
  shops: [shop(1, 'open'), shop(2, 'open'), shop(3, 'closed')],
  products: [
    inShop(1, product(1, 'Bread', 620, 100)),
    inShop(1, product(2, 'Cake', 4200, 0)),
    inShop(1, product(3, 'The last roll', 85, 1), { limitPerBuyer: 1 }),
    inShop(2, product(4, 'Poster', 1500, 40)),
    inShop(3, product(5, 'Ticket', 900, 40)),
  ],
})

const commandsOf = (orders: readonly Order[], count = 2_000) => {
  const random = seededRandom(11)
  return Array.from({ length: count }, () => nextCommand(random, shelves, orders))
}

describe('a buyer', () => {
  const bought = commandsOf([]).flatMap((command) => (command.kind === 'buy' ? [command.lines] : []))

  test('[rush] only products in stock in an open shop are bought, at the displayed price', () => {
    expect(bought.length).toBeGreaterThan(1_000)
    for (const line of bought.flat()) {
      expect([1, 3, 4]).toContain(line.productId)
      expect(line.unitPrice).toBe(shelves.products.get(line.productId)?.price)
      expect(line.quantity).toBeOneOf(line.productId === 3 ? [1] : [1, 2, 3])
    }
  })

  test('[rush] some carts have two lines, with two products of one shop', () => {
    const carts = bought.filter((lines) => lines.length === 2)
    expect(carts.length).toBeGreaterThan(100)
    for (const [first, second] of carts) {
      expect(first?.productId).not.toBe(second?.productId)
      expect(shelves.products.get(first!.productId)?.shopId).toBe(
        shelves.products.get(second!.productId)?.shopId,
      )
    }
  })

  test('[rush] products that are nearly sold out attract more buyers', () => {
    const ofProduct = (id: number) => bought.filter(([line]) => line?.productId === id).length
    expect(ofProduct(3)).toBeGreaterThan(3 * ofProduct(1))
  })

  test('[rush] some open orders are cancelled, and no others', () => {
    const handedOver: Order = { ...order, id: '00000000-0000-4000-8000-000000000001', status: 'fulfilled' }
    const cancels = commandsOf([order, handedOver]).filter((command) => command.kind === 'cancel')
    expect(cancels.length).toBeGreaterThan(50)
    expect(new Set(cancels.map(({ orderId }) => orderId))).toEqual(new Set([order.id]))
  })

  test('[rush] with nothing in stock, buyers only look', () => {
    const empty = viewOf({ epoch: 'e', seq: 1, name: 'Souk', ...euro, shops: [], products: [] })
    expect(nextCommand(seededRandom(1), empty, [])).toEqual({ kind: 'look' })
  })

  test('[rush] the same seed gives the same commands', () => {
    expect(commandsOf([order], 50)).toEqual(commandsOf([order], 50))
  })
})

describe('the ledger', () => {
  const moved = (seq: number, kind: Movement['kind'], quantity: number, stock: number): Movement => ({
    seq,
    at: 0,
    kind,
    quantity,
    stock,
  })
  const story = [
    moved(1, 'listed', 5, 5),
    moved(2, 'sold', 3, 2),
    moved(4, 'returned', 1, 3),
    moved(5, 'restocked', 4, 7),
    moved(6, 'removed', 2, 5),
    moved(9, 'sold', 5, 0),
  ]

  test('[rush] a consistent history has no faults', () => {
    expect(ledgerFaults({ productId: 1, stock: 0, movements: story }, 2, 5)).toEqual([])
    expect(ledgerFaults({ productId: 1, stock: 0, movements: [] }, 0, 0)).toEqual([])
  })

  test('[rush] a wrong sum, a stock below 0, a lost sale and a different stock are each found', () => {
    const faultsOf = (movements: Movement[], stock: number, sold = 0) =>
      ledgerFaults({ productId: 1, stock, movements }, 2, sold)
    expect(faultsOf([moved(1, 'listed', 5, 4)], 4)).toEqual(['product 1: entry 1 leaves 4, its sum is 5'])
    expect(faultsOf([...story, moved(10, 'sold', 1, -1)], -1)).toEqual([
      'product 1: entry 10 sold what was not there',
    ])
    expect(faultsOf(story, 1)).toEqual(['product 1: the stock is 1, the ledger ends with 0'])
    expect(faultsOf(story, 0, 6)).toEqual(['product 1: 6 were confirmed to buyers, 5 are in the ledger'])
  })
})

describe('the report', () => {
  test('[rush] percentiles are measured values', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index)
    expect([0, 0.5, 0.99, 1].map((share) => percentile(values, share))).toEqual([1, 50, 99, 100])
    expect(percentile([], 0.5)).toBe(0)
  })

  test('[rush] everything is counted once', () => {
    const tally = new RushTally()
    const lines = [
      { productId: 1, name: 'Bread', quantity: 2, unitPrice: 620 },
      { productId: 3, name: 'Roll', quantity: 1, unitPrice: 85 },
    ]
    tally.note('buy', { kind: 'ok', reply: { order: { ...order, lines } } }, 2, 1)
    tally.note('cancel', { kind: 'ok', reply: { order } }, 4, 1)
    tally.note(
      'buy',
      { kind: 'refused', refusal: refuse('out_of_stock', { productId: 3, available: 0 }) },
      6,
      3,
    )
    tally.note('buy', { kind: 'given-up' }, 900, 9)
    expect(tally).toMatchObject({ orders: 1, units: 3, cancelled: 1, unknown: 1, repeated: 2 })
    expect([...tally.soldUnits]).toEqual([
      [1, 2],
      [3, 1],
    ])
    expect(progressLine(tally, 1.2, 50)).toBe(
      '2 s left · 50 in step · 1 orders · 3 units · 1 refused · p50 4.0 ms',
    )
    expect(summaryLines(tally, 2_000, { ledgers: 5, faults: [] })).toEqual([
      'Orders      1 (0.5 a second), 3 units, 1 cancelled',
      'Refused     out_of_stock 1',
      'Reply time  p50 4.0 ms, p99 6.0 ms',
      'Unknown     1; 2 were asked again until known',
      'Nothing was oversold: the ledgers of 5 products add up, and no stock was ever below 0.',
    ])
    expect(summaryLines(tally, 2_000, { ledgers: 5, faults: ['product 1: x'] }).slice(-2)).toEqual([
      'NOT RIGHT:',
      'product 1: x',
    ])
  })
})
