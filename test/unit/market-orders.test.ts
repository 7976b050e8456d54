import { describe, expect, test } from 'vitest'
import { freePickupCode } from '../../server/market/purchases.ts'
import { movementsOf } from '../../server/store/ledger-page.ts'
import { pickupCodeNumber } from '../../shared/pickup-code.ts'
import {
  buy,
  buyer,
  cancel,
  createProduct,
  deleteProduct,
  envelopeBy,
  expire,
  fulfil,
  idOf,
  line,
  openShop,
  operator,
  program,
  ready,
  seller,
  updateShop,
} from '../support/builders/market-commands.ts'
import { given } from '../support/drivers/market-story.ts'

const first = idOf(6_001)
const second = idOf(6_002)
const third = idOf(6_003)
const baker = seller('baker')
/** Ann's order for two loaves, in the baker's shop. */
const ordered = () =>
  given(
    openShop({ sellerId: 'baker', slug: 'bakery' }),
    createProduct({ shopId: 2 }, baker),
    buy([line(1, 2)], 'ann', first),
  )

describe('cancelling', () => {
  test('[G4] by its buyer returns the stock and ends the order', () => {
    const market = ordered().with({ at: 5_000 })
    market.when(cancel(first)).makes({ type: 'order:cancelled', orderId: first, by: 'buyer', reason: null })
    expect(market.order(first)).toMatchObject({
      status: 'cancelled',
      cancelledAt: 5_000,
      cancelledBy: 'buyer',
      reason: null,
      fulfilledAt: null,
      changedSeq: market.seq,
      seq: market.seq - 1,
    })
    expect(market.ledger(1)).toEqual(['listed 10 → 10', 'sold 2 → 8', 'returned 2 → 10'])
    expect(market.market.counters).toMatchObject({ orders: 1, ordersStanding: 0, unitsStanding: 0 })
  })

  test('[G4] by its seller without restocking returns and removes what was ordered', () => {
    const market = ordered()
    market
      .when(cancel(first, baker, 'Burnt', false))
      .makes({ type: 'order:cancelled', orderId: first, by: 'seller', reason: 'Burnt', restock: false })
    expect(market.ledger(1)).toEqual(['listed 10 → 10', 'sold 2 → 8', 'returned 2 → 10', 'removed 2 → 8'])
    expect(market.market.counters).toMatchObject({ orders: 1, ordersStanding: 0, unitsStanding: 0 })
  })

  test('[G4] by its buyer always restocks, whatever is asked for', () => {
    ordered()
      .when(cancel(first, buyer('ann'), null, false))
      .makes({ type: 'order:cancelled', orderId: first, by: 'buyer', reason: null })
  })

  test('[G4] without restocking takes nothing from a product that was deleted, and can be restored', () => {
    const market = ordered().and(deleteProduct(1, { actor: baker }), cancel(first, baker, null, false))
    expect(market.ledger(1).slice(-2)).toEqual(['returned 2 → 2', 'removed 2 → 0'])
    expect(market.product(1).removedStock).toBe(8)
  })

  test('[orders] by its seller or the operator, with a reason', () => {
    for (const actor of [baker, operator]) {
      const market = ordered()
      market.when(cancel(first, actor, 'Burnt')).makes({
        type: 'order:cancelled',
        orderId: first,
        by: 'seller',
        reason: 'Burnt',
      })
      expect(market.order(first)).toMatchObject({ cancelledBy: 'seller', reason: 'Burnt' })
    }
  })

  test('[G4] returns every line, also if two name the same product', () => {
    const market = given(createProduct(), createProduct())
    market.and(buy([line(1, 2), line(2, 3), line(1, 4)], 'ann', first), cancel(first))
    expect(market.ledger(1)).toEqual([
      'listed 10 → 10',
      'sold 2 → 8',
      'sold 4 → 4',
      'returned 2 → 6',
      'returned 4 → 10',
    ])
    expect(market.ledger(2)).toEqual(['listed 10 → 10', 'sold 3 → 7', 'returned 3 → 10'])
    const moved = movementsOf(market.market, 1).map(({ orderId }) => orderId)
    expect(moved).toEqual([null, first, first, first, first])
  })

  test('[orders] is possible in a closed shop', () => {
    const market = ordered().and(updateShop(2, { status: 'closed' }), cancel(first))
    expect(market.product(1).stock).toBe(10)
  })

  test('[orders] of a cancelled or fulfilled order is refused', () => {
    const cancelled = ordered().and(cancel(first))
    cancelled.when(cancel(first)).refuses('not_cancellable', { status: 'cancelled' })
    cancelled.when(fulfil(first)).refuses('not_fulfillable', { status: 'cancelled' })
    const fulfilled = ordered().and(fulfil(first))
    fulfilled.when(cancel(first)).refuses('not_cancellable', { status: 'fulfilled' })
    fulfilled.when(fulfil(first)).refuses('not_fulfillable', { status: 'fulfilled' })
    expect([cancelled.product(1).stock, fulfilled.product(1).stock]).toEqual([10, 8])
  })
})

describe('fulfilling', () => {
  test('[orders] is possible for its seller or the operator', () => {
    for (const actor of [baker, operator]) {
      const market = ordered().with({ at: 6_000 })
      market.when(fulfil(first, actor)).makes({ type: 'order:fulfilled', orderId: first })
      expect(market.order(first)).toMatchObject({
        status: 'fulfilled',
        fulfilledAt: 6_000,
        cancelledAt: null,
        changedSeq: market.seq,
      })
      expect(market.market.counters).toMatchObject({ ordersStanding: 1, unitsStanding: 2 })
    }
  })

  test('[G12] is refused to buyers, even for their own orders', () => {
    const market = ordered()
    market.when(fulfil(first, buyer('ann'))).refuses('forbidden')
    market.when(fulfil(second, buyer('ann'))).refuses('forbidden')
  })
})

describe('access to an order', () => {
  test('[G12] another’s order and a missing one get the same answer, final or not', () => {
    const market = ordered()
    const others = [buyer('bob'), buyer('baker'), seller('ann'), seller('fishmonger'), program]
    for (const orderId of [first, second]) {
      for (const actor of others) market.when(cancel(orderId, actor)).refuses('not_found', { orderId })
      market.when(fulfil(orderId, seller('fishmonger'))).refuses('not_found', { orderId })
    }
    market.and(fulfil(first))
    for (const actor of others) market.when(cancel(first, actor)).refuses('not_found', { orderId: first })
  })

  test('[G12] if the operator names a shop, orders of others are not found', () => {
    const market = ordered()
    for (const type of ['order:cancel', 'order:fulfil'] as const) {
      const elsewhere = envelopeBy(operator, { type, orderId: first, shopId: 1, reason: null })
      market.when(elsewhere).refuses('not_found', { orderId: first })
    }
    market.and(envelopeBy(operator, { type: 'order:fulfil', orderId: first, shopId: 2 }))
  })
})

describe('pickup codes', () => {
  const orderOf = ({ market }: ReturnType<typeof given>, shopId: number, code: string): string =>
    market.orders.idAt(market.pickupCodes.find(shopId, pickupCodeNumber(code)))

  test('[orders] are six of twenty characters, taken from the random number', () => {
    const market = given(createProduct())
    expect(freePickupCode(market.market.pickupCodes, 1, 0)).toBe('222222')
    expect(freePickupCode(market.market.pickupCodes, 1, 20 ** 6 - 1)).toBe('XXXXXX')
    expect(freePickupCode(market.market.pickupCodes, 1, 20 ** 6)).toBe('222222')
    expect(freePickupCode(market.market.pickupCodes, 1, 2 ** 48 - 1)).toMatch(/^[23456789CFGHJMPQRVWX]{6}$/)
  })

  test('[orders] differ among a shop’s open orders, whatever number is drawn', () => {
    const market = given(createProduct()).with({ random: 20 ** 6 - 1 })
    market.and(buy(1, 'ann', first), buy(1, 'ann', second), buy(1, 'bob', third))
    const codes = [first, second, third].map((id) => market.order(id).pickupCode)
    expect(codes).toEqual(['XXXXXX', '222222', '322222'])
    for (const [index, id] of [first, second, third].entries()) {
      expect(orderOf(market, 1, codes[index]!)).toBe(id)
    }
  })

  test('[orders] are free again after an order is fulfilled or cancelled', () => {
    const market = given(createProduct()).and(buy(1, 'ann', first), buy(1, 'ann', second))
    market.and(fulfil(first), buy(1, 'ann', third))
    expect(market.order(third).pickupCode).toBe('222222')
    market.and(cancel(second), buy(1, 'ann', idOf(6_004)))
    expect(market.order(idOf(6_004)).pickupCode).toBe('322222')
    expect(market.order(second).pickupCode).toBe('322222')
  })

  test('[orders] are independent between shops', () => {
    const market = given(createProduct(), openShop({ slug: 'second' }), createProduct({ shopId: 2 }))
    market.and(buy(1, 'ann', first), buy(2, 'ann', second))
    expect(market.order(first).pickupCode).toBe(market.order(second).pickupCode)
    market.and(fulfil(first))
    expect(orderOf(market, 2, '222222')).toBe(second)
  })
})

describe('the logs of orders', () => {
  test('[orders] contain every change, for the buyer and for the shop', () => {
    const market = ordered().and(buy(1, 'bob', second), cancel(first))
    const [placed, bobs, cancelled] = [market.seq - 2, market.seq - 1, market.seq]
    const { orders, ordersOfBuyer, ordersOfShop } = market.market
    const [firstRow, secondRow] = [orders.rowOf(first), orders.rowOf(second)]
    expect([...ordersOfBuyer.of('ann')]).toEqual([
      { seq: placed, row: firstRow },
      { seq: cancelled, row: firstRow },
    ])
    expect([...ordersOfBuyer.of('bob')]).toEqual([{ seq: bobs, row: secondRow }])
    expect([...ordersOfShop.of(2)].map(({ seq }) => seq)).toEqual([placed, bobs, cancelled])
  })
})

describe('marking an order as ready', () => {
  test('[orders] by its seller or the operator changes no count', () => {
    for (const actor of [baker, operator]) {
      const market = ordered()
      const before = market.order(first)
      market.when(ready(first, actor)).makes({ type: 'order:readied', orderId: first })
      expect(market.order(first)).toEqual({ ...before, status: 'ready', changedSeq: market.seq })
      expect(market.ledger(1)).toEqual(['listed 10 → 10', 'sold 2 → 8'])
      expect(market.market.counters).toMatchObject({ ordersStanding: 1, unitsStanding: 2 })
      expect([...market.market.pickupCodes.rows()]).toHaveLength(1)
    }
  })

  test('[orders] allows fulfilling, cancelling by either side, and expiry', () => {
    const made = () => ordered().and(ready(first))
    made().when(fulfil(first)).makes({ type: 'order:fulfilled', orderId: first })
    for (const actor of [buyer('ann'), baker]) {
      const market = made()
      market.and(cancel(first, actor))
      expect(market.product(1).stock).toBe(10)
    }
    const impatient = given(
      createProduct(),
      updateShop(1, { collectMinutes: 60 }),
      buy(1, 'ann', first),
      ready(first),
    )
    impatient.and(expire(first, impatient.order(first).collectBy!))
    expect(impatient.order(first)).toMatchObject({ status: 'cancelled', cancelledBy: 'market' })
  })

  test('[orders] is refused if it is ready or final, and to its buyer', () => {
    const market = ordered().and(ready(first))
    market.when(ready(first)).refuses('wrong_status', { status: 'ready' })
    market.when(ready(first, buyer('ann'))).refuses('forbidden')
    market.and(fulfil(first)).when(ready(first)).refuses('wrong_status', { status: 'fulfilled' })
  })
})
