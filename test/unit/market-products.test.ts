import { describe, expect, test } from 'vitest'
import { movementsOf } from '../../server/store/ledger-page.ts'
import {
  buy,
  buyer,
  cancel,
  count,
  createProduct,
  deleteProduct,
  fulfil,
  idOf,
  line,
  openShop,
  operator,
  restock,
  restoreProduct,
  seller,
  updateProduct,
} from '../support/builders/market-commands.ts'

import { given } from '../support/drivers/market-story.ts'

const bakery = openShop({ sellerId: 'baker', slug: 'bakery' })
const baker = seller('baker')
/** Bread, product 1, of shop 2. */
const bread = () => given(bakery, createProduct({ shopId: 2 }, baker))

/** Every command on a product; each is refused the same way if the product is not the actor's. */
const commandsOn = (productId: number, on: { actor?: typeof baker; shopId?: number } = {}) => [
  updateProduct(productId, { price: 1 }, on),
  restock(productId, 1, on),
  count(productId, 11, 10, on),
  deleteProduct(productId, on),
  restoreProduct(productId, on),
]

describe('listing a product', () => {
  test('[products] gives it the next number, and starts its ledger', () => {
    const market = given(bakery)
    market.when(createProduct({ shopId: 2, limitPerBuyer: 3, category: 'Food' }, baker)).makes({
      type: 'product:created',
      productId: 1,
      shopId: 2,
      name: 'Bread',
      sku: null,
      description: '',
      content: {},
      category: 'Food',
      image: null,
      price: 100,
      stock: 10,
      limitPerBuyer: 3,
      accountsOnly: false,
      status: 'listed',
    })
    expect(market.product(1)).toMatchObject({
      id: 1,
      createdAt: 1_000,
      seq: market.seq,
      deleted: false,
      orderCount: 0,
    })
    expect(movementsOf(market.market, 1)).toEqual([
      {
        seq: market.seq,
        at: 1_000,
        kind: 'listed',
        quantity: 10,
        stock: 10,
        by: 'baker',
        reason: null,
        orderId: null,
      },
    ])
  })

  test('[products] has texts in other languages, which an edit replaces as a whole', () => {
    const content = { de: { name: 'Brot', description: '' }, ar: { name: 'خبز', description: '' } }
    const market = given(createProduct({ content }))
    expect(market.product(1)).toMatchObject({ name: 'Bread', content })
    market.and(updateProduct(1, { name: 'Loaf' }))
    expect(market.product(1)).toMatchObject({ name: 'Loaf', content })
    market.and(updateProduct(1, { content: { de: content.de } }))
    expect(market.product(1)).toMatchObject({ name: 'Loaf', content: { de: content.de } })
  })

  test('[G4] a listing without stock is in the ledger too', () => {
    expect(given(createProduct({ stock: 0 })).ledger(1)).toEqual(['listed 0 → 0'])
  })

  test('[G12] in another’s shop or a missing one is refused', () => {
    const market = given(bakery)
    for (const actor of [seller('fishmonger'), buyer('baker')]) {
      market.when(createProduct({ shopId: 2 }, actor)).refuses('not_found', { shopId: 2 })
      market.when(createProduct({ shopId: 99 }, actor)).refuses('not_found', { shopId: 99 })
    }
    market.when(createProduct({ shopId: 99 })).refuses('not_found', { shopId: 99 })
  })

  test('[limits] is refused in a full market, until something is deleted', () => {
    const market = given(createProduct()).with({ bounds: { productsMax: 1 } })
    market.when(createProduct()).refuses('market_full', { full: 'products', max: 1 })
    market.when(createProduct({ shopId: 99 })).refuses('not_found', { shopId: 99 })
    market.and(deleteProduct(1), createProduct())
    market.when(restoreProduct(1)).refuses('market_full', { full: 'products', max: 1 })
    market.and(deleteProduct(2), restoreProduct(1))
    expect(market.market.counters.products).toBe(1)
  })

  test('[limits] deleted products that orders name are kept, and count towards the bound', () => {
    const market = given(createProduct(), deleteProduct(1)).with({ bounds: { productsKeptMax: 2 } })
    market.and(createProduct(), deleteProduct(2))
    market.when(createProduct()).refuses('market_full', { full: 'productsKept', max: 2 })
  })

  test('[G13] a name of a built-in property is an ordinary name', () => {
    const market = given(
      createProduct({ name: '__proto__', category: 'constructor' }),
      buy(1, '__proto__', idOf(7_001)),
    )
    expect(market.order(idOf(7_001))).toMatchObject({ buyerId: '__proto__', lines: [{ name: '__proto__' }] })
    expect([...market.market.ordersOfBuyer.of('constructor')]).toEqual([])
  })
})

describe('access to a product', () => {
  test('[G12] another’s product and a missing one get the same answer', () => {
    const market = bread()
    for (const actor of [seller('fishmonger'), buyer('baker')]) {
      for (const command of commandsOn(1, { actor }))
        market.when(command).refuses('not_found', { productId: 1 })
      for (const command of commandsOn(99, { actor }))
        market.when(command).refuses('not_found', { productId: 99 })
    }
  })

  test('[G12] if the operator names a shop, products of others are not found', () => {
    const market = bread()
    for (const command of commandsOn(1, { shopId: 1 }))
      market.when(command).refuses('not_found', { productId: 1 })
    market.and(restock(1, 1, { shopId: 2 }))
  })

  test('[products] a deleted product is not found, except to restore it', () => {
    const market = bread().and(deleteProduct(1, { actor: baker }))
    for (const command of commandsOn(1, { actor: baker }).slice(0, 4)) {
      market.when(command).refuses('not_found', { productId: 1 })
    }
    market.and(restoreProduct(1, { actor: baker }))
  })
})

describe('editing a product', () => {
  test('[products] an edit changes its seq; sales and restocks do not', () => {
    const market = bread()
    market.when(updateProduct(1, { price: 90 }, { actor: baker })).makes({
      type: 'product:edited',
      productId: 1,
      changes: { price: 90 },
    })
    const edited = market.seq
    market.and(restock(1, 5), buy([line(1, 1, 90)]), count(1, 20, 14))
    expect(market.product(1)).toMatchObject({ price: 90, stock: 20, seq: edited, name: 'Bread' })
  })

  test('[products] an edit of an older version is a conflict, of the current one is not', () => {
    const market = bread()
    const listed = market.seq
    market.and(updateProduct(1, { price: 90 }))
    const conflict = { subject: { kind: 'product', id: 1 } }
    market.when(updateProduct(1, { price: 80 }, { ifSeq: listed })).refuses('conflict', conflict)
    market.and(restock(1, 1), updateProduct(1, { price: 80 }, { ifSeq: listed + 1 }))
    expect(market.product(1).price).toBe(80)
  })

  test('[G12] not_found comes before conflict', () => {
    const market = bread().and(updateProduct(1, { price: 90 }))
    const late = { actor: seller('fishmonger'), ifSeq: 0 }
    market.when(updateProduct(1, { price: 80 }, late)).refuses('not_found', { productId: 1 })
    market.when(count(1, 5, 99, { actor: seller('fishmonger') })).refuses('not_found', { productId: 1 })
  })
})

describe('restocking and counting', () => {
  test('[G4] each change of stock is a movement in the ledger', () => {
    const market = bread()
    market.when(restock(1, 5)).makes({ type: 'product:restocked', productId: 1, quantity: 5, reason: null })
    market
      .when(restock(1, -15))
      .makes({ type: 'product:restocked', productId: 1, quantity: -15, reason: null })
    market.when(count(1, 7, 0)).makes({ type: 'product:counted', productId: 1, quantity: 7, reason: null })
    market.when(count(1, 2, 7)).makes({ type: 'product:counted', productId: 1, quantity: -5, reason: null })
    market.and(count(1, 2, 2))
    expect(market.ledger(1)).toEqual([
      'listed 10 → 10',
      'restocked 5 → 15',
      'removed 15 → 0',
      'restocked 7 → 7',
      'removed 5 → 2',
    ])
  })

  test('[G4] no more can be removed than is in stock', () => {
    const market = bread()
    market.when(restock(1, -11)).refuses('out_of_stock', { productId: 1, available: 10 })
    market.and(restock(1, -10))
    market.when(restock(1, -1)).refuses('out_of_stock', { productId: 1, available: 0 })
  })

  test('[limits] the stock is at most a thousand million', () => {
    const market = given(createProduct({ stock: 999_999_999 }))
    const issues = [{ path: 'quantity', message: 'stock would be above 1000000000' }]
    market.when(restock(1, 2)).refuses('invalid', { issues })
    market.and(restock(1, 1))
    expect(market.product(1).stock).toBe(1_000_000_000)
  })

  test('[products] a count made before a sale is a conflict', () => {
    const market = bread().and(buy(1))
    market.when(count(1, 4, 10)).refuses('conflict', { subject: { kind: 'product', id: 1 } })
    market.and(count(1, 4, 9))
    expect(market.product(1).stock).toBe(4)
  })
})

describe('deleting and restoring', () => {
  test('[G4] deleting removes the stock, and restoring returns the same', () => {
    const market = bread()
    market.when(deleteProduct(1)).makes({ type: 'product:deleted', productId: 1, removed: 10 })
    expect(market.product(1)).toMatchObject({ stock: 0, deleted: true, removedStock: 10, seq: market.seq })
    expect(market.market.counters.products).toBe(0)
    market.when(restoreProduct(1)).makes({ type: 'product:restored', productId: 1, quantity: 10 })
    expect(market.product(1)).toMatchObject({ stock: 10, deleted: false, removedStock: 0, seq: market.seq })
    expect(market.market.counters.products).toBe(1)
    expect(market.ledger(1)).toEqual(['listed 10 → 10', 'removed 10 → 0', 'restocked 10 → 10'])
  })

  test('[products] a product that is not deleted cannot be restored', () => {
    bread()
      .when(restoreProduct(1))
      .refuses('conflict', { subject: { kind: 'product', id: 1 } })
  })

  test('[G4] items of orders cancelled in between are restored with it', () => {
    const market = given(
      createProduct(),
      buy([line(1, 3), line(1, 1)], 'ann', idOf(7_101)),
      buy(1, 'bob', idOf(7_102)),
    )
    market.and(deleteProduct(1), cancel(idOf(7_101)), cancel(idOf(7_102), buyer('bob')))
    expect(market.product(1)).toMatchObject({ stock: 0, removedStock: 10, deleted: true })
    market.and(restoreProduct(1))
    expect(market.ledger(1)).toEqual([
      'listed 10 → 10',
      'sold 3 → 7',
      'sold 1 → 6',
      'sold 1 → 5',
      'removed 5 → 0',
      'returned 3 → 3',
      'removed 3 → 0',
      'returned 1 → 1',
      'removed 1 → 0',
      'returned 1 → 1',
      'removed 1 → 0',
      'restocked 10 → 10',
    ])
  })

  test('[G4] a second restore returns only what was removed since the first', () => {
    const market = given(
      createProduct(),
      deleteProduct(1),
      restoreProduct(1),
      restock(1, -4),
      deleteProduct(1),
    )
    market.and(restoreProduct(1))
    expect(market.product(1)).toMatchObject({ stock: 6, removedStock: 0 })
  })

  test('[orders] orders keep their lines when the product is deleted, and can be fulfilled', () => {
    const market = given(
      createProduct(),
      buy(1, 'ann', idOf(7_201)),
      updateProduct(1, { name: 'Loaf', price: 5 }),
    )
    market.and(deleteProduct(1), fulfil(idOf(7_201), operator))
    expect(market.order(idOf(7_201))).toMatchObject({
      status: 'fulfilled',
      total: 100,
      lines: [{ productId: 1, name: 'Bread', quantity: 1, unitPrice: 100 }],
    })
  })
})
