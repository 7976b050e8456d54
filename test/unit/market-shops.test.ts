import { describe, expect, test } from 'vitest'
import { shopDefaults } from '../../shared/catalog/shop.ts'
import {
  buy,
  buyer,
  cancel,
  count,
  createProduct,
  deleteProduct,
  envelopeBy,
  freshId,
  fulfil,
  idOf,
  importProducts,
  openMarket,
  openShop,
  operator,
  program,
  restock,
  restoreProduct,
  seller,
  suspendShop,
  unsuspendShop,
  updateProduct,
  updateShop,
} from '../support/builders/market-commands.ts'
import { given, nothing } from '../support/drivers/market-story.ts'

const bakery = openShop({ sellerId: 'baker', slug: 'bakery' })

describe('opening the market', () => {
  const opened = { type: 'market:opened', epoch: 'epoch-1', currency: 'EUR', currencyDigits: 2 } as const

  test('[market] the first entry has the epoch and the currency', () => {
    const market = nothing()
    market.when(openMarket()).makes(opened)
    expect(market.market.counters).toMatchObject({
      epoch: 'epoch-1',
      currency: 'EUR',
      currencyDigits: 2,
      seq: 1,
    })
  })

  test('[market] it is opened once', () => {
    given().when(openMarket()).refuses('invalid', { issues: [] })
  })

  test('[G5] a repeat of its opening does nothing', () => {
    const open = openMarket()
    nothing().and(open).when(open).repeats(1, { kind: 'market' })
  })

  test('[G12] only the program may open it', () => {
    for (const actor of [buyer('ann'), seller('baker'), operator]) {
      nothing()
        .when(envelopeBy(actor, { type: 'market:open', epoch: 'other', currency: 'USD', currencyDigits: 2 }))
        .refuses('forbidden')
    }
  })
})

describe('opening a shop', () => {
  test('[shops] shops are numbered in order of opening', () => {
    const market = given()
    market.when(bakery).makes({
      type: 'shop:opened',
      shopId: 2,
      sellerId: 'baker',
      slug: 'bakery',
      name: 'House',
      description: '',
      pickupNote: 'At the counter',
      lowStockAt: 5,
      timeZone: 'UTC',
      ...shopDefaults,
    })
    market.and(openShop({ slug: 'third' }, operator))
    expect(market.shop(2)).toMatchObject({
      sellerId: 'baker',
      closed: false,
      suspended: false,
      orderCount: 0,
    })
    expect(market.shop(3)).toMatchObject({ id: 3, slug: 'third' })
  })

  test('[G12] is refused to buyers and sellers', () => {
    for (const actor of [buyer('ann'), seller('baker')])
      given().when(openShop({}, actor)).refuses('forbidden')
  })

  test('[shops] a taken slug gets a number, and never becomes another shop’s slug', () => {
    const market = given().and(
      openShop({ slug: 'pie' }),
      openShop({ slug: 'pie-4' }),
      openShop({ slug: 'pie' }),
      openShop({ slug: 'pie' }),
    )
    const slugs = [2, 3, 4, 5].map((id) => market.shop(id).slug)
    expect(slugs).toEqual(['pie', 'pie-4', 'pie-5', 'pie-6'])
    for (const id of [2, 3, 4, 5]) expect(market.market.slugs.get(market.shop(id).slug)).toBe(id)
  })

  test('[G13] names of built-in properties are ordinary names', () => {
    const market = given(
      openShop({ slug: '__proto__', sellerId: 'constructor' }),
      openShop({ slug: 'constructor' }),
    )
    expect(market.market.slugs.get('__proto__')).toBe(2)
    expect(market.market.slugs.get('constructor')).toBe(3)
    expect(market.market.slugs.get('toString')).toBeUndefined()
    market.when(updateShop(2, { name: 'Mine' }, seller('__proto__'))).refuses('not_found', { shopId: 2 })
    market.and(updateShop(2, { name: 'Mine' }, seller('constructor', 2)))
  })

  test('[limits] the number of shops is bounded', () => {
    const market = given()
      .with({ bounds: { shopsMax: 2 } })
      .and(bakery)
    market.when(openShop({ slug: 'third' })).refuses('market_full', { full: 'shops', max: 2 })
  })
})

describe('editing a shop', () => {
  test('[shops] its seller and the operator may, field by field', () => {
    const market = given(bakery)
    market.when(updateShop(2, { name: 'Crust' }, seller('baker'))).makes({
      type: 'shop:edited',
      shopId: 2,
      changes: { name: 'Crust' },
    })
    market.and(updateShop(2, { lowStockAt: 9, timeZone: 'Europe/Berlin' }))
    expect(market.shop(2)).toMatchObject({
      name: 'Crust',
      lowStockAt: 9,
      timeZone: 'Europe/Berlin',
      slug: 'bakery',
    })
    market.and(updateShop(2, {}))
    expect(market.shop(2)).toMatchObject({ name: 'Crust', closed: false })
  })

  test('[G12] another’s shop and a missing one get the same answer', () => {
    const market = given(bakery)
    for (const actor of [seller('fishmonger'), buyer('baker'), program]) {
      market.when(updateShop(2, { name: 'Mine' }, actor)).refuses('not_found', { shopId: 2 })
      market.when(updateShop(99, { name: 'Mine' }, actor)).refuses('not_found', { shopId: 99 })
    }
    market.when(updateShop(99, {})).refuses('not_found', { shopId: 99 })
  })

  test('[shops] a closed shop sells nothing until it opens again', () => {
    const market = given(createProduct(), updateShop(1, { status: 'closed' }))
    market.when(buy(1)).refuses('shop_closed', { shopId: 1 })
    market.and(updateShop(1, { name: 'Still closed' }))
    market.when(buy(1)).refuses('shop_closed', { shopId: 1 })
    market.and(updateShop(1, { status: 'open' }), buy(1))
  })
})

describe('suspending a shop', () => {
  const suspended = () => given(bakery, createProduct({ shopId: 2 }, seller('baker')), suspendShop(2))

  test('[shops] a suspended shop sells nothing until it is restored', () => {
    const market = suspended()
    market.when(buy(1)).refuses('shop_closed', { shopId: 2 })
    market.when(unsuspendShop(2)).makes({ type: 'shop:restored', shopId: 2 })
    market.and(buy(1))
  })

  test('[shops] a reason is kept while the shop is suspended, and no longer', () => {
    const market = given(bakery)
    const suspend = { type: 'shop:suspend', shopId: 2, reason: 'Call us' } as const
    market.when(envelopeBy(operator, suspend)).makes({ type: 'shop:suspended', shopId: 2, reason: 'Call us' })
    expect(market.market.shops.get(2)).toMatchObject({ suspended: true, suspendedFor: 'Call us' })
    market.and(unsuspendShop(2))
    expect(market.market.shops.get(2)).not.toHaveProperty('suspendedFor')
  })

  test('[G12] only the operator may suspend and restore', () => {
    const market = suspended()
    for (const actor of [seller('baker'), seller('fishmonger'), buyer('ann'), program]) {
      market.when(suspendShop(2, actor)).refuses('not_found', { shopId: 2 })
      market.when(unsuspendShop(2, actor)).refuses('not_found', { shopId: 2 })
    }
    market.when(suspendShop(99)).refuses('not_found', { shopId: 99 })
    market.when(unsuspendShop(99)).refuses('not_found', { shopId: 99 })
  })

  test('[G12] it is read-only for its seller; the operator may change it', () => {
    const baker = seller('baker')
    const market = given(
      bakery,
      createProduct({ shopId: 2 }, baker),
      createProduct({ shopId: 2 }, baker),
      deleteProduct(2, { actor: baker }),
      buy(1, 'ann', idOf(7_001)),
      buy(1, 'bob', idOf(7_002)),
      suspendShop(2),
    )
    const changes = [
      updateShop(2, { status: 'open' }, baker),
      updateShop(2, { name: 'Better' }, baker),
      createProduct({ shopId: 2 }, baker),
      updateProduct(1, { price: 1 }, { actor: baker }),
      restock(1, 1, { actor: baker }),
      count(1, 11, 10, { actor: baker }),
      deleteProduct(1, { actor: baker }),
      restoreProduct(2, { actor: baker }),
      importProducts(2, [], baker),
      fulfil(idOf(7_001), baker),
      cancel(idOf(7_002), baker),
    ]
    for (const change of changes) market.when(change).refuses('shop_closed', { shopId: 2, suspended: true })
    market.and(
      updateShop(2, { name: 'Better' }),
      restock(1, 1),
      fulfil(idOf(7_001)),
      cancel(idOf(7_002), buyer('bob')),
    )
    expect(market.shop(2)).toMatchObject({ name: 'Better', suspended: true, closed: false })
  })

  test('[shops] opening it does not restore it, and restoring it does not open it', () => {
    const market = suspended().and(updateShop(2, { status: 'open' }))
    market.when(buy(1)).refuses('shop_closed', { shopId: 2 })
    market.and(updateShop(2, { status: 'closed' }), unsuspendShop(2))
    market.when(buy(1)).refuses('shop_closed', { shopId: 2 })
    market.and(updateShop(2, { status: 'open' }, seller('baker')), buy(1))
  })

  test('[G5] the id of another’s command cannot be reused', () => {
    const market = given(bakery)
    const update = updateShop(2, { name: 'Crust' }, seller('baker'))
    market.and(update)
    market.when({ ...update, actor: operator }).refuses('id_mismatch')
    market.when({ ...suspendShop(2), id: update.id }).refuses('id_mismatch')
    market
      .when({ ...update, id: freshId() })
      .makes({ type: 'shop:edited', shopId: 2, changes: { name: 'Crust' } })
  })
})
