import { describe, expect, test } from 'vitest'
import type { ImportRow } from '../../server/market/command.ts'
import { manifestOf, restoreManifest } from '../../server/snapshot/snapshot-form.ts'
import { draftOf } from '../../server/store/draft.ts'
import { movementsOf } from '../../server/store/ledger-page.ts'
import { seededRandom } from '../../shared/seeded-random.ts'
import {
  buy,
  clearShop,
  createProduct,
  deleteProduct,
  importProducts,
  openShop,
  restoreProduct,
  seller,
  updateProduct,
} from '../support/builders/market-commands.ts'
import { randomFrom } from '../support/doubles/random-port.ts'
import { given, type Story } from '../support/drivers/market-story.ts'

const baker = seller('baker')
const bakery = openShop({ sellerId: 'baker', slug: 'bakery' })
const fishmonger = seller('fishmonger')
const fishShop = openShop({ sellerId: 'fishmonger', slug: 'fish' })
const bread = (fields = {}) => createProduct({ shopId: 2, ...fields }, baker)
const fish = () => createProduct({ shopId: 3 }, fishmonger)
const rowsOf = (count: number): ImportRow[] =>
  Array.from({ length: count }, () => ({
    kind: 'create',
    product: { name: 'Roll', price: 1, stock: 1 },
  }))

const many = <Thing>(count: number, make: () => Thing): Thing[] => Array.from({ length: count }, make)
const idsIn = (story: Story): number[] => [...story.market.products.map.keys()]

describe('a shop’s quota', () => {
  const quota = { what: 'products', max: 3 }

  test('[limits] one shop fills its own quota, and another can still list', () => {
    const market = given(bakery, fishShop).with({ bounds: { productsPerShopMax: 3, productsMax: 5 } })
    market.and(bread(), importProducts(2, rowsOf(2), baker))
    market.when(bread()).refuses('quota_reached', quota)
    market.when(importProducts(2, rowsOf(1), baker)).refuses('quota_reached', quota)
    market.and(fish(), fish())
    market.when(fish()).refuses('market_full', { full: 'products', max: 5 })
    market.when(importProducts(2, rowsOf(1), baker)).refuses('quota_reached', quota)
  })

  test('[limits] deleting makes room, and restoring takes it', () => {
    const market = given(bakery).with({ bounds: { productsPerShopMax: 3 } })
    market.and(...many(3, bread), deleteProduct(2, { actor: baker }), bread())
    market.when(restoreProduct(2, { actor: baker })).refuses('quota_reached', quota)
    market.and(deleteProduct(1, { actor: baker }), restoreProduct(2, { actor: baker }))
  })

  test('[limits] the house shop has none', () => {
    given()
      .with({ bounds: { productsPerShopMax: 3 } })
      .and(...many(5, () => createProduct()))
  })

  test('[limits] no shop exceeds its quota of categories, however a product gets one', () => {
    const max = { what: 'categories', max: 2 }
    const market = given(bakery, fishShop).with({ bounds: { categoriesPerShopMax: 2 } })
    market.and(bread({ category: 'a' }), bread({ category: 'b' }), bread({ category: 'a' }), bread())
    market.when(bread({ category: 'c' })).refuses('quota_reached', max)
    market.when(updateProduct(4, { category: 'c' }, { actor: baker })).refuses('quota_reached', max)
    const row: ImportRow = {
      kind: 'update',
      productId: 4,
      ifSeq: market.seq,
      changes: { category: 'c' },
      restock: 0,
    }
    market.when(importProducts(2, [row], baker)).refuses('quota_reached', max)
    market.and(
      updateProduct(4, { category: 'b' }, { actor: baker }),
      updateProduct(2, { category: null }, { actor: baker }),
      deleteProduct(4, { actor: baker }),
      bread({ category: 'c' }),
    )
    market.when(restoreProduct(4, { actor: baker })).refuses('quota_reached', max)
    market.and(fish())
  })

  test('[limits] a batch counts its own changes', () => {
    const { market } = given(bakery)
    const draft = draftOf(market)
    expect(draft.assortments.of(2).live.size).toBe(0)
    const story = given(bakery).with({ bounds: { productsPerShopMax: 3 } })
    story.and(importProducts(2, rowsOf(3), baker))
    const overlay = draftOf(story.market)
    const before = story.product(1)
    overlay.assortments.change(before, { ...before, deleted: true })
    expect([overlay.assortments.of(2).live.size, story.market.assortments.of(2).live.size]).toEqual([2, 3])
    expect([...overlay.assortments.of(2).live]).toEqual([2, 3])
    overlay.merge()
    expect(story.market.assortments.of(2).live.size).toBe(2)
  })
})

describe('deleted products', () => {
  test('[limits] do not fill the market: listing and deleting can continue forever', () => {
    const bounds = { productsPerShopMax: 2, deletedPerShopMax: 3, productsMax: 4, productsKeptMax: 8 }
    const market = given(bakery, fishShop).with({ bounds })
    for (let id = 1; id <= 50; id += 1) market.and(bread(), deleteProduct(id, { actor: baker }))
    expect(idsIn(market)).toEqual([48, 49, 50])
    market.and(fish(), fish(), restoreProduct(48, { actor: baker }))
    market.when(restoreProduct(47, { actor: baker })).refuses('not_found', { productId: 47 })
    expect(movementsOf(market.market, 47)).toEqual([])
    expect(market.market.counters.lastProductId).toBe(52)
  })

  test('[G4] are kept if an order names them, however many are deleted later', () => {
    const market = given(bakery).with({ bounds: { deletedPerShopMax: 1 } })
    market.and(bread(), buy(1), deleteProduct(1, { actor: baker }))
    for (let id = 2; id <= 9; id += 1) market.and(bread(), deleteProduct(id, { actor: baker }))
    expect(idsIn(market)).toEqual([1, 9])
    expect(market.ledger(1)).toEqual(['listed 10 → 10', 'sold 1 → 9', 'removed 9 → 0'])
  })

  test('[G14] a snapshot restores the quotas, and the order of forgetting', () => {
    const market = given(bakery).with({ bounds: { deletedPerShopMax: 3 } })
    market.and(...many(6, () => bread({ category: 'a' })))
    for (const id of [4, 2, 5, 3]) market.and(deleteProduct(id, { actor: baker }))
    market.and(restoreProduct(2, { actor: baker }))
    const copied = JSON.parse(
      JSON.stringify(manifestOf(market.market, { orderParts: [], movementParts: [] })),
    )
    const restored = restoreManifest(copied, randomFrom(seededRandom(1)))
    expect(restored.assortments).toEqual(market.market.assortments)
    expect([...restored.assortments.of(2).forgettable]).toEqual([5, 3])
    expect(restored.assortments.of(2).categories.countOf('a')).toBe(3)
  })
})

describe('clearing a shop', () => {
  test('[shops] the operator removes all products of a shop at once; products that orders name are kept', () => {
    const market = given(bakery, fishShop)
    market.and(bread(), bread({ image: 'a'.repeat(64) }), bread(), buy(2), fish())
    market.and(deleteProduct(3, { actor: baker }))
    market.when(clearShop(2, baker)).refuses('not_found', { shopId: 2 })
    market
      .when(clearShop(2))
      .makes(
        { type: 'product:deleted', productId: 1, removed: 10 },
        { type: 'product:edited', productId: 2, changes: { image: null } },
        { type: 'product:deleted', productId: 2, removed: 9, forgets: [3, 1] },
      )
    expect(idsIn(market)).toEqual([2, 4])
    expect(market.product(2)).toMatchObject({ deleted: true, image: null })
    market.when(clearShop(2)).refuses('conflict', { subject: { kind: 'shop', id: 2 } })
    market.and(bread())
  })
})
