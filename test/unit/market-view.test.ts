import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { productDefaults } from '../../shared/catalog/product.ts'
import { change, type MarketView, reset, viewOf } from '../../shared/market-view.ts'
import type { Market, MarketChanged } from '../../shared/protocol/server-messages.ts'
import type { Product, Shop } from '../../shared/protocol/shapes.ts'
import { shownShop } from '../support/builders/shown-things.ts'
import { assertHolds } from '../support/properties/assert-holds.ts'

const product = (id: number, fields: Partial<Product> = {}): Product => ({
  id,
  shopId: 1,
  name: `Product ${id}`,
  ...productDefaults,
  price: 100,
  stock: 10,
  createdAt: 1_000,
  seq: 5,
  ...fields,
})

const shop = (id: number, fields: Partial<Shop> = {}): Shop => shownShop({ id, ...fields })

const market: Market = {
  epoch: 'epoch-1',
  seq: 10,
  name: 'Souk',
  currency: 'EUR',
  currencyDigits: 2,
  shops: [shop(1)],
  products: [product(1), product(2)],
}
const view = viewOf(market)
const changed = (fields: Partial<MarketChanged>): MarketChanged => ({
  epoch: 'epoch-1',
  from: 10,
  seq: 11,
  ...fields,
})

/** The view after a change; fails if it is not applied. */
function applied(to: MarketView | null, message: MarketChanged) {
  const step = change(to, message)
  if (step.kind !== 'applied') throw new Error(`the change was not applied: ${step.kind}`)
  return step
}

describe('a reset', () => {
  test('[view] replaces everything', () => {
    const step = reset({ ...market, epoch: 'epoch-2', seq: 3, products: [product(7)], shops: [] })
    expect(step).toMatchObject({
      kind: 'applied',
      touched: 'all',
      view: { epoch: 'epoch-2', seq: 3, name: 'Souk' },
    })
    expect(step.kind === 'applied' && [...step.view.products.keys(), ...step.view.shops.keys()]).toEqual([7])
  })

  test('[view] of a large market asks to fetch it', () => {
    expect(reset({ epoch: 'epoch-1', seq: 10, fetch: true })).toEqual({ kind: 'fetch' })
  })
})

describe('a change is applied', () => {
  test('[G7] if it begins at or before the current seq and ends after it', () => {
    for (const from of [10, 9, 0]) expect(applied(view, changed({ from })).view.seq).toBe(11)
    expect(applied(view, changed({ from: 10, seq: 500 })).view.seq).toBe(500)
  })

  test('[G7] not if it is outdated', () => {
    for (const seq of [10, 9, 0])
      expect(change(view, changed({ from: 0, seq, removed: [1] }))).toEqual({ kind: 'ignored' })
  })

  test('[G7] not after a gap', () => {
    expect(change(view, changed({ from: 11, seq: 12 }))).toEqual({ kind: 'gap' })
  })

  test('[G7] an outdated one is no gap, even if it begins after the current seq', () => {
    expect(change(view, changed({ from: 10, seq: 10 }))).toEqual({ kind: 'ignored' })
  })

  test('[G7] not if it is of another epoch, and not before there is a market', () => {
    expect(change(view, changed({ epoch: 'epoch-2' }))).toEqual({ kind: 'gap' })
    expect(change(view, changed({ epoch: 'epoch-2', from: 0, seq: 1 }))).toEqual({ kind: 'gap' })
    expect(change(null, changed({}))).toEqual({ kind: 'gap' })
  })
})

describe('what a change does', () => {
  test('[view] sets whole products, stock, removals and shops to absolute values', () => {
    const step = applied(
      view,
      changed({
        products: [product(3), product(1, { name: 'Loaf', seq: 11 })],
        stock: [[2, 4]],
        shops: [shop(1, { status: 'closed' }), shop(2)],
      }),
    )
    expect([...step.view.products.values()]).toEqual([
      product(1, { name: 'Loaf', seq: 11 }),
      product(2, { stock: 4 }),
      product(3),
    ])
    expect([...step.view.shops.values()].map(({ id, status }) => [id, status])).toEqual([
      [1, 'closed'],
      [2, 'open'],
    ])
    expect(step.touched).toEqual({ products: [3, 1, 2], shops: [1, 2] })
    expect(step.view).toMatchObject({ name: 'Souk', currency: 'EUR', epoch: 'epoch-1' })
  })

  test('[view] a removal removes a product, and ignores a missing one', () => {
    const step = applied(view, changed({ removed: [2, 99] }))
    expect([[...step.view.products.keys()], step.touched]).toEqual([[1], { products: [2], shops: [] }])
  })

  test('[view] the stock of an unknown product is ignored', () => {
    const step = applied(view, changed({ stock: [[99, 1]] }))
    expect([step.view.products.size, step.touched]).toEqual([2, { products: [], shops: [] }])
  })

  test('[view] an empty change moves only the seq, and copies nothing', () => {
    const step = applied(view, changed({}))
    expect(step).toMatchObject({ view: { seq: 11 }, touched: { products: [], shops: [] } })
    expect([step.view.products === view.products, step.view.shops === view.shops]).toEqual([true, true])
    const empty = applied(view, changed({ products: [], stock: [], removed: [], shops: [] }))
    expect([empty.view.products === view.products, empty.view.shops === view.shops]).toEqual([true, true])
  })

  test('[view] the previous view is unchanged', () => {
    const before = structuredClone(view)
    applied(
      view,
      changed({ products: [product(3)], stock: [[1, 0]], removed: [2], shops: [shop(1, { name: 'New' })] }),
    )
    expect(view).toEqual(before)
  })
})

describe('a client that misses, repeats and overlaps', () => {
  /** A market of one product per seq, whose stock is the seq, so that a view shows its seq. */
  const at = (seq: number): Market => ({
    ...market,
    seq,
    products: [product(1, { stock: seq }), product(2, { stock: seq })],
  })
  const between = (from: number, seq: number): MarketChanged =>
    changed({ from, seq, stock: [[1, seq]], products: [product(2, { stock: seq })] })

  test('[G7] shows the market at one seq, for messages in any order', () => {
    const message = fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 10 }))
    assertHolds(
      fc.property(fc.nat(20), fc.array(message), (start, messages) => {
        let shown = viewOf(at(start))
        for (const [from, length] of messages) {
          const step = change(shown, between(from, from + length))
          expect(step.kind).toBe(
            from + length <= shown.seq ? 'ignored' : from > shown.seq ? 'gap' : 'applied',
          )
          if (step.kind === 'applied') shown = step.view
          expect([...shown.products.values()]).toEqual(at(shown.seq).products)
        }
      }),
    )
  })
})
