import { describe, expect, test } from 'vitest'
import {
  buy,
  cancel,
  createProduct,
  envelopeBy,
  expire,
  fulfil,
  idOf,
  line,
  operator,
  reopen,
  restock,
  suspendShop,
  unsuspendShop,
  updateProduct,
  updateShop,
} from '../support/builders/market-commands.ts'
import { given } from '../support/drivers/market-story.ts'

const first = idOf(7_001)
const minuteMs = 60_000

/** An order for two of ten, to be collected within a quarter of an hour. */
const ordered = () =>
  given(createProduct(), updateShop(1, { collectMinutes: 15 }))
    .with({ at: 5_000 })
    .and(buy([line(1, 2)], 'ann', first))

describe('an order that is not collected', () => {
  const until = 5_000 + 15 * minuteMs

  test('[G4] has its deadline in the entry; when it expires, its items are for sale again', () => {
    const market = ordered()
    expect(market.order(first).collectBy).toBe(until)
    market.with({ at: until }).when(expire(first, until)).makes({
      type: 'order:cancelled',
      orderId: first,
      by: 'market',
      reason: null,
    })
    expect(market.order(first)).toMatchObject({
      status: 'cancelled',
      cancelledBy: 'market',
      cancelledAt: until,
    })
    expect(market.product(1).stock).toBe(10)
    expect(market.ledger(1)).toEqual(['listed 10 → 10', 'sold 2 → 8', 'returned 2 → 10'])
  })

  test('[orders] does not expire after it was fulfilled or cancelled', () => {
    for (const [end, status] of [
      [fulfil(first), 'fulfilled'],
      [cancel(first), 'cancelled'],
    ] as const) {
      const market = ordered().and(end)
      market.when(expire(first, until)).refuses('not_cancellable', { status })
    }
  })

  test('[orders] keeps the deadline shown to its buyer if the shop changes its setting', () => {
    const market = ordered().and(updateShop(1, { collectMinutes: 5 }))
    expect(market.order(first).collectBy).toBe(until)
    market.when(expire(first, 5_000 + 5 * minuteMs)).refuses('not_cancellable', { status: 'placed' })
  })

  test('[orders] has no deadline and never expires if the shop sets none', () => {
    const market = ordered().and(
      updateShop(1, { collectMinutes: null }),
      buy([line(1, 1)], 'bob', idOf(7_002)),
    )
    expect(market.order(idOf(7_002)).collectBy).toBe(null)
    market.when(expire(idOf(7_002), until)).refuses('not_cancellable', { status: 'placed' })
  })

  test('[G12] is expired only by the market itself', () => {
    const market = ordered()
    market.when(expire(first, until, operator)).refuses('forbidden')
    market.when(expire(first, until, { kind: 'buyer', id: 'ann' })).refuses('forbidden')
    market.when(expire(idOf(9), until)).refuses('not_found', { orderId: idOf(9) })
  })
})

describe('a shop that is closed for a while', () => {
  const until = 5_000 + 15 * minuteMs
  const closed = () =>
    given(createProduct())
      .with({ at: 5_000 })
      .and(updateShop(1, { status: 'closed', reopensAt: until }))

  test('[shops] has its time in the entry, and sells nothing until it opens again by itself', () => {
    const market = closed().and(restock(1, 1), updateShop(1, { name: 'Still closed' }))
    expect(market.shop(1)).toMatchObject({ closed: true, reopensAt: until })
    market.when(buy([line(1)])).refuses('shop_closed', { shopId: 1 })
    market.with({ at: until }).when(reopen(1, until)).makes({ type: 'shop:reopened', shopId: 1 })
    expect(market.shop(1)).toMatchObject({ closed: false, reopensAt: null })
    market.and(buy([line(1)]))
  })

  test('[shops] does not open by a time that its seller changed, took back, or met early', () => {
    for (const [changes, reopensAt] of [
      [{ status: 'closed', reopensAt: until + 1 }, until + 1],
      [{ status: 'closed' }, null],
      [{ status: 'open' }, null],
    ] as const) {
      const market = closed().and(updateShop(1, changes))
      expect(market.shop(1).reopensAt).toBe(reopensAt)
      market.when(reopen(1, until)).refuses('not_found', { shopId: 1 })
    }
    given().when(reopen(1, until)).refuses('not_found', { shopId: 1 })
  })

  test('[limits] opens in the future, and within a year', () => {
    const market = given().with({ at: 5_000 })
    const yearMs = 366 * 24 * 60 * minuteMs
    const close = (reopensAt: number) => updateShop(1, { status: 'closed', reopensAt })
    const wrong = [{ path: 'reopensAt', message: 'must be in the future, and within a year' }]
    for (const at of [0, 5_000, 5_001 + yearMs, Number.MAX_SAFE_INTEGER])
      market.when(close(at)).refuses('invalid', { issues: wrong })
    market.and(close(5_001), close(5_000 + yearMs))
  })

  test('[G12] is opened again by the market itself, not by somebody’s command of that kind', () => {
    for (const actor of [
      operator,
      { kind: 'seller', id: 'baker', shopId: 2 },
      { kind: 'buyer', id: 'ann' },
    ] as const)
      closed()
        .when(reopen(1, until, actor))
        .refuses('forbidden')
  })

  test('[shops] stays suspended if the operator suspended it meanwhile', () => {
    const market = closed().and(suspendShop(1), reopen(1, until))
    market.when(buy([line(1)])).refuses('shop_closed', { shopId: 1 })
    market.and(unsuspendShop(1), buy([line(1)]))
  })
})

describe('a product for buyers with an account', () => {
  const withAccount = { kind: 'buyer', id: 'ann', hasAccount: true } as const
  const purchase = (actor: { kind: 'buyer'; id: string; hasAccount?: boolean }) =>
    envelopeBy(actor, { type: 'purchase:create', lines: [line(1, 1)] })

  test('[G12] is refused to guests, for one product or for a whole shop', () => {
    for (const setting of [updateProduct(1, { accountsOnly: true }), updateShop(1, { accountsOnly: true })]) {
      const market = given(createProduct(), setting)
      market.when(buy([line(1, 1)])).refuses('account_required', { shopId: 1, productId: 1 })
      expect(market.when(purchase(withAccount)).decision.kind).toBe('accepted')
    }
  })

  test('[orders] is refused before a changed price, and after a closed shop', () => {
    const market = given(createProduct(), updateProduct(1, { accountsOnly: true, price: 1 }))
    market.when(buy([line(1, 1)])).refuses('account_required', { shopId: 1, productId: 1 })
    market.and(updateShop(1, { status: 'closed' }))
    market.when(buy([line(1, 1)])).refuses('shop_closed', { shopId: 1 })
  })

  test('[orders] is sold to guests again when the setting is off', () => {
    const market = given(createProduct(), updateProduct(1, { accountsOnly: true }))
    market.and(updateProduct(1, { accountsOnly: false }), buy([line(1, 1)]))
  })
})
