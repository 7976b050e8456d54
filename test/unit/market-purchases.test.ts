import { describe, expect, test } from 'vitest'
import type { PurchaseLine } from '../../shared/protocol/buyer-messages.ts'
import {
  buy,
  buyer,
  cancel,
  createProduct,
  deleteProduct,
  fulfil,
  idOf,
  line,
  openShop,
  updateProduct,
  updateShop,
} from '../support/builders/market-commands.ts'
import { given, type Story } from '../support/drivers/market-story.ts'

const first = idOf(8_001)
const second = idOf(8_002)
const unlimited = Array.from({ length: 3 }, () => createProduct())
/** Products 1 and 2 (of shop 1), and product 3 (of shop 2). */
const twoShops = () =>
  given(createProduct(), createProduct(), openShop({ slug: 'second' }), createProduct({ shopId: 2 }))

describe('a purchase', () => {
  test('[G4] takes all its lines, has the position of the first, and adds up', () => {
    const market = given(createProduct(), createProduct({ price: 7 }))
    market.when(buy([line(1, 2), line(2, 3, 7)], 'ann', first)).makes({
      type: 'order:placed',
      orderId: first,
      number: 1,
      place: 1,
      shopId: 1,
      buyerId: 'ann',
      lines: [
        { productId: 1, quantity: 2, unitPrice: 100 },
        { productId: 2, quantity: 3, unitPrice: 7 },
      ],
      total: 221,
      pickupCode: '222222',
    })
    expect(market.product(1).stock).toBe(8)
    expect(market.product(2).stock).toBe(7)
    expect(market.order(first)).toEqual({
      id: first,
      number: 1,
      place: 1,
      shopId: 1,
      buyerId: 'ann',
      lines: [
        { productId: 1, quantity: 2, unitPrice: 100, name: 'Bread' },
        { productId: 2, quantity: 3, unitPrice: 7, name: 'Bread' },
      ],
      total: 221,
      status: 'placed',
      pickupCode: '222222',
      placedAt: 1_000,
      collectBy: null,
      fulfilledAt: null,
      cancelledAt: null,
      cancelledBy: null,
      reason: null,
      seq: market.seq,
      changedSeq: market.seq,
    })
    expect(market.market.counters).toMatchObject({ orders: 1, ordersStanding: 1, unitsStanding: 5 })
  })

  test('[G4] the last unit is sold once', () => {
    const market = given(createProduct({ stock: 1 })).and(buy(1, 'ann'))
    market.when(buy(1, 'bob')).refuses('out_of_stock', { productId: 1, available: 0 })
    expect(market.ledger(1)).toEqual(['listed 1 → 1', 'sold 1 → 0'])
  })

  test('[market] a purchase for nothing is an order too', () => {
    const market = given(createProduct({ price: 0 })).and(buy([line(1, 2, 0)], 'ann', first))
    expect(market.order(first)).toMatchObject({ total: 0, status: 'placed' })
    expect(market.product(1).stock).toBe(8)
  })

  test('[limits] the largest possible order adds up exactly', () => {
    const market = given(createProduct({ price: 1_000_000_000, stock: 1_000_000_000 }))
    const lines = Array.from({ length: 50 }, () => line(1, 10_000, 1_000_000_000))
    market.and(buy(lines, 'ann', first))
    expect(market.order(first).total).toBe(500_000_000_000_000)
    expect(market.product(1).stock).toBe(999_500_000)
  })
})

describe('lines with the same product', () => {
  test('[G4] are checked together against the stock', () => {
    const market = given(createProduct({ stock: 3 }), createProduct())
    const over = [line(1, 2), line(2), line(1, 2)]
    market.when(buy(over)).refuses('out_of_stock', { productId: 1, available: 3 })
    market.and(buy([line(1, 2), line(1, 1)], 'ann', first))
    expect(market.product(1).stock).toBe(0)
    expect(market.ledger(1)).toEqual(['listed 3 → 3', 'sold 2 → 1', 'sold 1 → 0'])
  })

  test('[limits] are checked together against the limit', () => {
    const market = given(createProduct({ limitPerBuyer: 3 }))
    market.when(buy([line(1, 2), line(1, 2)])).refuses('limit_reached', { productId: 1, limit: 3, left: 3 })
    market.and(buy([line(1, 2), line(1, 1)]))
  })

  test('[orders] get one position in the product’s order of sales', () => {
    const market = given(createProduct()).and(buy([line(1), line(1)]), buy(1, 'bob', second))
    expect(market.order(second).place).toBe(2)
  })
})

describe('what is not for sale', () => {
  test('[market] hidden, deleted and missing products get the same answer', () => {
    const market = given(createProduct({ status: 'hidden' }), createProduct(), deleteProduct(2))
    for (const productId of [1, 2, 3]) market.when(buy(productId)).refuses('not_found', { productId })
    market.and(updateProduct(1, { status: 'listed' }), buy(1), updateProduct(1, { status: 'hidden' }))
    market.when(buy(1)).refuses('not_found', { productId: 1 })
  })

  test('[market] the refusal names the first missing line', () => {
    given(createProduct())
      .when(buy([line(1), line(8), line(9)]))
      .refuses('not_found', { productId: 8 })
  })

  test('[G4] a line that fails leaves the stock of the others', () => {
    const market = given(createProduct(), createProduct({ stock: 1 }))
    market.when(buy([line(1, 5), line(2, 2)])).refuses('out_of_stock', { productId: 2, available: 1 })
    expect([market.product(1).stock, market.product(2).stock]).toEqual([10, 1])
    expect(market.market.counters.orders).toBe(0)
  })
})

describe('the precedence of refusals', () => {
  const severalShops = {
    issues: [{ path: 'lines.1.productId', message: 'must be of the same shop as the other lines' }],
  }

  test('[precedence] lines of several shops: invalid, before a known id', () => {
    const market = twoShops().and(buy(1, 'ann', first))
    market.when(buy([line(1), line(3)], 'ann', first)).refuses('invalid', severalShops)
  })

  test('[precedence] lines of several shops: invalid, before missing, closed, changed price and sold out', () => {
    const market = twoShops().and(updateShop(1, { status: 'closed' }))
    const lines = [line(99), line(2, 9_999, 5), line(3)]
    const issues = [{ ...severalShops.issues[0], path: 'lines.2.productId' }]
    market.when(buy(lines)).refuses('invalid', { issues })
  })

  test('[precedence] a known id before not_found', () => {
    const market = given(createProduct()).and(buy(1, 'ann', first), deleteProduct(1))
    market.when(buy(1, 'ann', first)).repeats(market.seq - 1, { kind: 'order', id: first })
    market.when(buy(9, 'ann', first)).refuses('id_mismatch')
  })

  test('[precedence] not_found before shop_closed', () => {
    const market = given(createProduct(), updateShop(1, { status: 'closed' }))
    market.when(buy([line(1), line(9)])).refuses('not_found', { productId: 9 })
  })

  test('[precedence] shop_closed before price_changed', () => {
    const market = given(createProduct(), updateShop(1, { status: 'closed' }))
    market.when(buy([line(1, 1, 99)])).refuses('shop_closed', { shopId: 1 })
  })

  test('[precedence] price_changed before limit_reached, over all lines', () => {
    const market = given(createProduct({ limitPerBuyer: 1 }), createProduct())
    market.when(buy([line(1, 2), line(2, 1, 99)])).refuses('price_changed', { productId: 2, price: 100 })
  })

  test('[precedence] limit_reached before out_of_stock, over all lines', () => {
    const market = given(createProduct({ stock: 0 }), createProduct({ limitPerBuyer: 1 }))
    const lines = [line(1), line(2, 2)]
    market.when(buy(lines)).refuses('limit_reached', { productId: 2, limit: 1, left: 1 })
  })

  test('[precedence] out_of_stock before too_many_open_orders before market_full', () => {
    const market = given(createProduct()).with({ bounds: { ordersMax: 0, openOrdersPerGuestMax: 0 } })
    market.when(buy([line(1, 11)])).refuses('out_of_stock', { productId: 1, available: 10 })
    market.when(buy(1)).refuses('too_many_open_orders', { shopId: 1, open: 0, max: 0 })
    market.with({ bounds: { openOrdersPerGuestMax: 1 } })
    market.when(buy(1)).refuses('market_full', { full: 'orders', max: 0 })
  })
})

describe('the price that the buyer saw', () => {
  test('[market] must match: higher and lower prices are refused', () => {
    const market = given(createProduct())
    market.when(buy([line(1, 1, 99)])).refuses('price_changed', { productId: 1, price: 100 })
    market.when(buy([line(1, 1, 101)])).refuses('price_changed', { productId: 1, price: 100 })
    market.and(updateProduct(1, { price: 101 }), buy([line(1, 1, 101)], 'ann', first))
    expect(market.order(first).total).toBe(101)
  })
})

describe('a limit per buyer', () => {
  const limited = () => given(createProduct({ limitPerBuyer: 3 }), ...unlimited)
  const left = (market: Story, lines: PurchaseLine[], buyerId: string, remaining: number) =>
    market.when(buy(lines, buyerId)).refuses('limit_reached', { productId: 1, limit: 3, left: remaining })

  test('[limits] counts all orders that are not cancelled, for each buyer separately', () => {
    const market = limited().and(buy([line(1, 2)], 'ann', first), fulfil(first))
    left(market, [line(1, 2)], 'ann', 1)
    market.and(buy(1, 'ann'), buy([line(1, 3)], 'bob'))
    left(market, [line(1, 1)], 'ann', 0)
  })

  test('[limits] does not count cancelled orders', () => {
    const market = limited().and(buy([line(1, 3)], 'ann', first))
    left(market, [line(1)], 'ann', 0)
    market.and(cancel(first), buy([line(1, 3)], 'ann'))
  })

  test('[limits] that is lowered leaves zero, never a negative number', () => {
    const market = limited().and(buy([line(1, 3)], 'ann'), updateProduct(1, { limitPerBuyer: 1 }))
    market.when(buy(1, 'ann')).refuses('limit_reached', { productId: 1, limit: 1, left: 0 })
    market.and(updateProduct(1, { limitPerBuyer: null }), buy([line(1, 5)], 'ann'))
  })

  test('[limits] that is set later counts earlier orders', () => {
    const market = given(createProduct(), buy([line(1, 2)], 'ann'), updateProduct(1, { limitPerBuyer: 3 }))
    left(market, [line(1, 2)], 'ann', 1)
  })

  test('[limits] is reported for the first line beyond it', () => {
    const market = limited().and(updateProduct(2, { limitPerBuyer: 1 }))
    const lines = [line(3, 9), line(2, 2), line(1, 9)]
    market.when(buy(lines)).refuses('limit_reached', { productId: 2, limit: 1, left: 1 })
  })

  test('[limits] does not confuse buyers and products whose ids concatenate to the same text', () => {
    const market = limited().and(buy([line(1, 3)], '2 ann'), buy([line(1, 3)], '__proto__'))
    market.and(buy([line(1, 3)], 'ann'))
    left(market, [line(1)], '__proto__', 0)
    left(market, [line(1, 4)], 'constructor', 3)
    expect(market.market.unitsHeld.of('toString', 1)).toBe(0)
  })
})

describe('numbers and positions', () => {
  test('[orders] numbers count per shop, positions per product, and cancelling frees neither', () => {
    const market = twoShops().and(buy(1, 'ann', first), cancel(first, buyer('ann')))
    const placed = [buy([line(2), line(1)]), buy(3), buy([line(1), line(2)]), buy(3)]
    market.and(...placed)
    const ranks = placed.map(({ id }) => [
      market.order(id).shopId,
      market.order(id).number,
      market.order(id).place,
    ])
    expect(ranks).toEqual([
      [1, 2, 1],
      [2, 1, 1],
      [1, 3, 3],
      [2, 2, 2],
    ])
  })
})
