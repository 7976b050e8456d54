import { describe, expect, test } from 'vitest'
import { marketBounds } from '../../server/market/bounds.ts'
import { forget } from '../../server/market/idempotency.ts'
import { draftOf } from '../../server/store/draft.ts'
import {
  buy,
  buyer,
  cancel,
  createProduct,
  freshId,
  fulfil,
  idOf,
  line,
  operator,
  restock,
  updateProduct,
} from '../support/builders/market-commands.ts'
import { given } from '../support/drivers/market-story.ts'

const first = idOf(4_001)
const product = { kind: 'product', id: 1 } as const
const restocks = (times: number) => Array.from({ length: times }, () => restock(1, 1))

describe('a known id', () => {
  test('[G5] takes effect once, and always gets that outcome afterwards', () => {
    const market = given(createProduct())
    const bought = buy(1, 'ann', first)
    market.and(bought)
    const { seq } = market
    for (let copy = 0; copy < 100; copy += 1) market.when(bought).repeats(seq, { kind: 'order', id: first })
    expect([market.seq, market.product(1).stock]).toEqual([seq, 9])
  })

  test('[G5] is recognised for every kind of command', () => {
    const market = given(createProduct())
    const bought = buy(1, 'ann', first)
    const envelopes = [restock(1, 5), updateProduct(1, { name: 'Loaf' }), bought, fulfil(first)]
    for (const envelope of envelopes) {
      market.and(envelope)
      const subject = envelope.command.type.startsWith('product')
        ? product
        : ({ kind: 'order', id: first } as const)
      market.when(envelope).repeats(market.seq, subject)
    }
  })

  test('[G5] with another sender or other content is a mismatch and reveals nothing', () => {
    const market = given(createProduct())
    const bought = buy(1, 'ann', first)
    market.and(bought)
    market.when({ ...bought, actor: buyer('bob') }).refuses('id_mismatch')
    market.when(buy([line(1, 2)], 'ann', first)).refuses('id_mismatch')
    market.when(buy([line(1, 1, 99)], 'ann', first)).refuses('id_mismatch')
    market.when(buy([line(1), line(1)], 'ann', first)).refuses('id_mismatch')
    market.when({ ...cancel(first), id: first }).refuses('id_mismatch')
  })

  test('[G5] is one namespace for orders and all other commands', () => {
    const market = given(createProduct())
    const stocked = restock(1, 5)
    market.and(stocked, buy(1, 'ann', first))
    market.when({ ...restock(1, 5), id: first }).refuses('id_mismatch')
    market.when(buy(1, 'operator', stocked.id)).refuses('id_mismatch')
    market.when({ ...updateProduct(1, {}), id: stocked.id }).refuses('id_mismatch')
  })

  test('[G5] is free again after a refusal, since nothing happened', () => {
    const market = given(createProduct({ stock: 0 }))
    const bought = buy(1, 'ann', first)
    market.when(bought).refuses('out_of_stock', { productId: 1, available: 0 })
    market.and(restock(1, 1), bought)
  })

  test('[G13] named like a built-in property is known only if it was used', () => {
    const market = given(createProduct())
    for (const id of ['__proto__', 'constructor', 'toString']) {
      market.and({ ...restock(1, 1), id }, buy(1, 'ann', `${id} of an order`))
      market.when({ ...restock(1, 1), id }).repeats(market.seq - 1, product)
      market.when({ ...restock(1, 2), id }).refuses('id_mismatch')
    }
  })
})

describe('how long an id is known', () => {
  test('[G5] a hundred thousand commands by default', () => {
    expect(marketBounds.idempotencyWindowEntriesMax).toBe(100_000)
  })

  test('[G5] exactly the bound, counted in entries of the journal', () => {
    const market = given(createProduct()).with({ bounds: { idempotencyWindowEntriesMax: 10 } })
    const stocked = restock(1, 5)
    market.and(stocked)
    const { seq } = market
    market.and(...restocks(9))
    market.when(stocked).repeats(seq, product)
    market.when({ ...stocked, actor: buyer('ann') }).refuses('id_mismatch')
    market.and(...restocks(1))
    market.when(stocked).makes({ type: 'product:restocked', productId: 1, quantity: 5, reason: null })
    market.when(stocked).repeats(seq + 11, product)
  })

  test('[G5] refusals and repeats do not count', () => {
    const market = given(createProduct()).with({ bounds: { idempotencyWindowEntriesMax: 10 } })
    const stocked = restock(1, 5)
    market.and(stocked, ...restocks(9))
    for (let time = 0; time < 20; time += 1)
      market.when(restock(99, 1)).refuses('not_found', { productId: 99 })
    market.when(stocked).repeats(market.seq - 9, product)
  })

  test('[G5] the id of an order forever', () => {
    const market = given(createProduct()).with({ bounds: { idempotencyWindowEntriesMax: 10 } })
    const bought = buy(1, 'ann', first)
    market.and(bought)
    const { seq } = market
    market.and(...restocks(50), cancel(first))
    market.when(bought).repeats(seq, { kind: 'order', id: first })
    market.when({ ...restock(1, 1), id: first }).refuses('id_mismatch')
  })

  test('[G5] a forgotten id may become an order’s, and is then known forever', () => {
    const market = given(createProduct()).with({ bounds: { idempotencyWindowEntriesMax: 10 } })
    market.and({ ...restock(1, 1), id: first }, ...restocks(10), buy(1, 'ann', first))
    market.when(buy(1, 'ann', first)).repeats(market.seq, { kind: 'order', id: first })
    market.when({ ...restock(1, 1), id: first }).refuses('id_mismatch')
  })
})

describe('the idempotency window', () => {
  const knownIds = (market: ReturnType<typeof given>) => [...market.market.idempotencyWindow.map.keys()]

  test('[G5] contains every command except purchases, which are known by their orders', () => {
    const market = given(createProduct(), buy(1, 'ann', first))
    expect(market.market.idempotencyWindow.has(first)).toBe(false)
    expect(knownIds(market)).toHaveLength(3)
  })

  test('[G5] is bounded, and forgetting changes no decision', () => {
    const market = given(createProduct()).with({ bounds: { idempotencyWindowEntriesMax: 10 } })
    const envelopes = restocks(25)
    market.and(...envelopes)
    forget(market.market.idempotencyWindow.map, market.seq, market.setting.bounds)
    expect(knownIds(market)).toEqual(envelopes.slice(-10).map(({ id }) => id))
    market.when(envelopes.at(-10)!).repeats(market.seq - 9, product)
    market
      .when(envelopes.at(-11)!)
      .makes({ type: 'product:restocked', productId: 1, quantity: 1, reason: null })
  })

  test('[G5] stays in journal order when an id is used again, also on a draft', () => {
    const market = given(createProduct()).with({ bounds: { idempotencyWindowEntriesMax: 10 } })
    const again = restock(1, 5)
    market.and(again, ...restocks(12), again, ...restocks(2))
    expect(knownIds(market).at(-3)).toBe(again.id)
    forget(market.market.idempotencyWindow.map, market.seq, market.setting.bounds)
    expect(knownIds(market)).toHaveLength(10)
  })

  test('[G5] of a draft is not visible until it is merged', () => {
    const market = given(createProduct())
    const draft = draftOf(market.market)
    const id = freshId()
    draft.idempotencyWindow.set(id, { seq: 9, actor: operator.id, content: '', subject: product })
    expect([draft.idempotencyWindow.has(id), market.market.idempotencyWindow.has(id)]).toEqual([true, false])
    draft.idempotencyWindow.delete(id)
    expect(draft.idempotencyWindow.has(id)).toBe(false)
  })
})
