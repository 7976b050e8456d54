import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { slipsBetween, stemsOf } from '../../shared/word-forms.ts'
import { translated } from '../../web/store/translated.ts'
import { chooseProducts } from '../../web/storefront/market/choose-products.ts'
import { matchProducts, meantBy } from '../../web/storefront/market/match-products.ts'
import { shownProduct, shownShop } from '../support/builders/shown-things.ts'
import { assertHolds } from '../support/properties/assert-holds.ts'

const wares: readonly (readonly [name: string, category: string, description: string])[] = [
  ['Pretzel', 'Snacks', 'With salt'],
  ['Rye loaf', 'Bread', 'Dark and sour, 1 kg'],
  ['Flour 500g', 'Baking', 'Fine'],
  ['Müsli', 'Frühstück', 'Mit Äpfeln'],
  ['Weißbrot', 'Brot', 'Frisch'],
  ['Apfelkuchen', 'Kuchen', 'Vom Blech'],
  ['Bücherkiste', 'Bücher', 'Überraschung'],
  ['Buch über Käse', 'Bücher', ''],
  ['T-shirt black', 'Clothes', 'Cotton'],
  ['Berries', 'Fruit', 'Red ones'],
  ['Café crème', 'Drinks', 'Hot'],
  ['Smørrebrød', 'Snacks', ''],
  ['قهوة عربية', 'مشروبات', ''],
  ['كتاب', 'كتب', ''],
  ['Кофе', 'Напитки', ''],
  ['緑茶ラテ', 'Drinks', ''],
  ['Chocolate cake', 'Bakery', 'Rich'],
  ['Tea', 'Drinks', 'Goes with chocolate'],
]

const market = {
  currencyDigits: 2,
  shops: new Map([[1, shownShop({ id: 1, name: 'Müller & Sons' })]]),
  products: new Map(
    wares.map(([name, category, description], index) => {
      const id = index + 1
      return [
        id,
        shownProduct({ id, name, category, description, price: 100 * id + 1, createdAt: id, seq: id }),
      ]
    }),
  ),
}

const found = (q: string): string[] => chosen(q).map((id) => market.products.get(id)!.name)
const chosen = (q: string): readonly number[] => chooseProducts(market, { q }, matchProducts).inStock

describe('[search] what a buyer types finds what is meant, the best first', () => {
  test.each([
    // As it is written, and without what people leave out.
    ['pretzel', 'Pretzel'],
    ['PRETZEL', 'Pretzel'],
    ['musli', 'Müsli'],
    ['muesli', 'Müsli'],
    ['MÜSLI', 'Müsli'],
    ['weissbrot', 'Weißbrot'],
    ['weißbrot', 'Weißbrot'],
    ['cafe creme', 'Café crème'],
    ['smorrebrod', 'Smørrebrød'],
    ['smoerrebroed', 'Smørrebrød'],
    // Beginnings, hyphens, units, quotes.
    ['pret', 'Pretzel'],
    ['tshirt', 'T-shirt black'],
    ['t shirt', 'T-shirt black'],
    ['t-shirts', 'T-shirt black'],
    ['1kg', 'Rye loaf'],
    ['1 kg', 'Rye loaf'],
    ['500 g', 'Flour 500g'],
    ['500g', 'Flour 500g'],
    ['"rye loaf"', 'Rye loaf'],
    ['„rye loaf“', 'Rye loaf'],
    // Plurals and singulars, English and German.
    ['pretzels', 'Pretzel'],
    ['loaves', 'Rye loaf'],
    ['berry', 'Berries'],
    ['cakes', 'Chocolate cake'],
    ['flours', 'Flour 500g'],
    ['weißbrote', 'Weißbrot'],
    ['bücher', 'Buch über Käse'],
    ['buecher', 'Buch über Käse'],
    ['apfel', 'Apfelkuchen'],
    ['äpfel', 'Müsli'],
    // Slips: swapped, missing, doubled, wrong letters.
    ['prezel', 'Pretzel'],
    ['pretzle', 'Pretzel'],
    ['prettzel', 'Pretzel'],
    ['pretsel', 'Pretzel'],
    ['rpetzel', 'Pretzel'],
    ['choclate caek', 'Chocolate cake'],
    ['wiessbrot', 'Weißbrot'],
    ['müslli', 'Müsli'],
    ['smorebrod', 'Smørrebrød'],
    ['apflekuchen', 'Apfelkuchen'],
    // Other scripts.
    ['قهوه', 'قهوة عربية'],
    ['القهوة', 'قهوة عربية'],
    ['كتاب', 'كتاب'],
    ['кофе', 'Кофе'],
    ['КОФЕ', 'Кофе'],
    ['茶', '緑茶ラテ'],
    ['らて', '緑茶ラテ'],
    // Price.
    ['€1.01', 'Pretzel'],
  ])('[search] %s finds %s', (q, name) => {
    expect(found(q)).toContain(name)
  })

  test.each([
    ['chocolate', ['Chocolate cake', 'Tea']],
    ['drinks', ['緑茶ラテ', 'Tea', 'Café crème']],
    ['"loaf rye"', []],
    ['loaf rye', ['Rye loaf']],
    ['pretzel tea', []],
    ['xylophone', []],
    ['teh', []],
  ])('[search] %s finds, in this order, %j', (q, names) => {
    expect(found(q).toSorted()).toEqual([...names].toSorted())
    if (q === 'chocolate') expect(found(q)).toEqual(names)
  })

  test('[search] a name comes before a category, a category before a shop, a shop before a text', () => {
    const rank = matchProducts(
      {
        ...market,
        shops: new Map([
          [1, shownShop({ id: 1, name: 'House' })],
          [2, shownShop({ id: 2, name: 'Bread' })],
        ]),
        products: new Map(),
      },
      'bread',
    )
    const ranks = [
      { name: 'Bread' },
      { name: 'Breadstick' },
      { category: 'Bread' },
      { shopId: 2 },
      { description: 'Like bread' },
      {},
    ].map((fields) => rank(shownProduct({ id: 1, name: 'Thing', ...fields })))
    expect(ranks).toEqual(ranks.toSorted((a, b) => b - a))
    expect(new Set(ranks).size).toBe(ranks.length)
    expect(ranks.at(-1)).toBe(0)
  })

  test.each([
    ['prezel', 'Pretzel'],
    ['choclate cake', 'Chocolate cake'],
    ['muslli', 'Müsli'],
    ['pretzel', null],
    ['pretz', null],
    ['xylophone', null],
  ])('[search] “%s” probably means %s', (q, meant) => {
    expect(meantBy(market, q)).toBe(meant)
  })

  test('[search] what sells is found at once under its new name', () => {
    const bread = market.products.get(1)!
    expect(matchProducts(market, 'bagel')(bread)).toBe(0)
    expect(matchProducts(market, 'bagel')({ ...bread, name: 'Bagel' })).toBeGreaterThan(0)
  })
})

describe('[search] slips and forms', () => {
  test('[search] a slip is a letter too many, missing, wrong or swapped, whichever word is first', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcd'), maxLength: 9 })
    assertHolds(
      fc.property(word, word, (a, b) => {
        expect(slipsBetween(a, b, 3)).toBe(slipsBetween(b, a, 3))
        expect(slipsBetween(a, a, 3)).toBe(0)
        expect(slipsBetween(a, `${a}x`, 3)).toBe(1)
      }),
    )
    expect(slipsBetween('abcd', 'abdc', 2)).toBe(1)
    expect(slipsBetween('abcd', 'wxyz', 2)).toBe(3)
  })

  test('[search] short words keep their endings', () => {
    expect(stemsOf('gas')).toEqual(['gas'])
    expect(stemsOf('tee')).toEqual(['tee'])
  })

  test('[G13] no query takes long, whatever it contains', () => {
    const worst = [
      'a'.repeat(200),
      '"'.repeat(200),
      'ab '.repeat(66),
      '1 kg '.repeat(40),
      '\u0301'.repeat(200),
    ]
    const startedAt = performance.now()
    for (const q of worst) chosen(q)
    expect(performance.now() - startedAt).toBeLessThan(1_000)
  })
})

test('[search] a product is found by its own name too, where it is shown in another language', () => {
  const content = { de: { name: 'Roggenbrot', description: 'Dunkel' } }
  const rye = shownProduct({ id: 1, name: 'Rye loaf', description: 'Dark', content })
  const view = { epoch: 'e', seq: 1, name: '', currency: 'EUR', currencyDigits: 2, shops: new Map() }
  const german = translated({ ...view, products: new Map([[1, rye]]) }, 'de')
  const count = (q: string) => chooseProducts(german, { q }, matchProducts).inStock.length
  expect(['roggenbrot', 'rye', 'dunkel', 'dark', 'rye roggenbrot', 'pain'].map(count)).toEqual([
    1, 1, 1, 1, 1, 0,
  ])
})
