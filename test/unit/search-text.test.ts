import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareText } from '../../shared/collation.ts'
import { orderSearch } from '../../shared/order-search.ts'
import { amountOf, fold, hasWords, numberOf, searchable, wordsOf } from '../../shared/search-text.ts'
import { assertHolds } from '../support/properties/assert-holds.ts'

const finds = (query: string, text: string): boolean => hasWords(searchable(text), wordsOf(query))

describe('[search] one folding for every search', () => {
  test.each([
    ['jose', 'José'],
    ['José', 'jose'],
    ['JOSE\u0301', 'José'],
    ['weissbrot', 'Weißbrot'],
    ['WEISSBROT', 'weißbrot'],
    ['Weißbrot', 'WEISSBROT'],
    ['muesli', 'Müsli'],
    ['musli', 'Müsli'],
    ['Müsli', 'Muesli'],
    ['Müsli', 'Musli'],
    ['smorrebrod', 'Smørrebrød'],
    ['smoerrebroed', 'Smørrebrød'],
    ['Aaland', 'Åland'],
    ['lodz', 'Łódź'],
    ['file', 'ﬁle'],
    ['oeuvre', 'Œuvre'],
    ['ticket 12', 'Ｔicket １２'],
    ['οδος', 'ΟΔΌΣ'],
    ['ΟΔΟΣ', 'οδός'],
    ['istanbul', 'İstanbul'],
    ['DIYARBAKIR', 'Diyarbakır'],
    ['pho bo dac biet', 'Phở bò đặc biệt'],
    ['елка', 'Ёлка'],
    ['ёлка', 'елка'],
    ['שלום', 'שָׁלוֹם'],
    ['مرحبا', 'مَرْحَبًا'],
    ['مرحبا', 'مرحـــبا'],
    ['احمد', 'أحمد'],
    ['قهوه', 'قهوة'],
    ['12', '١٢'],
    ['۱۲', '12'],
    ['ラーメン', 'らーめん'],
    ['ｶﾞﾗｽ', 'ガラス'],
    ['हिन्दी', 'हिन्दी'],
    ['กาแฟ', 'กาแฟเย็น'],
    ['tshirt', 'T-Shirt'],
    ['t-shirt', 'T‑Shirt'],
    ['t shirt', 'T–Shirt'],
    ['t-shirt', 'tshirt'],
    ["o'brien", 'O’Brien'],
    ['obrien', 'O’Brien'],
    ['o brien', "O'Brien"],
    ['cafe', 'Ca\u00adfe\u0301'],
    ['ice cream', 'Ice\u00a0cream'],
    ['1135', '1,135'],
    ['1.135', '1,135'],
    ['1’135', '1135'],
    ['🍞', 'Bread 🍞'],
    ['C++', 'C++ in 21 days'],
    ['“quoted”', '"Quoted"'],
    ['!!!', '!!!'],
  ])('[search] %s finds %s', (query, text) => {
    expect(finds(query, text)).toBe(true)
  })

  test.each([
    ['eat', 'the athlete'],
    ['135', '13'],
    ['bread', 'brad'],
    ['काल', 'कल'],
    ['450', '4.50'],
  ])('[search] %s does not find %s', (query, text) => {
    expect(finds(query, text)).toBe(false)
  })

  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.string({
      unit: fc.constantFrom(..."aÄßﬁİıΣςё١٢ـ\u0301\u05b0\u0651-’'.,1 \u00a0０ｶﾞéæøЙ\u00ad€"),
      maxLength: 40,
    }),
  )

  test('[search] folding twice equals folding once', () => {
    assertHolds(
      fc.property(anyText, (text) => {
        expect(fold(fold(text))).toBe(fold(text))
      }),
      { numRuns: 2_000 },
    )
  })

  test('[search] every displayed text is found by itself and by each of its words', () => {
    assertHolds(
      fc.property(anyText, (text) => {
        expect(finds(text, text)).toBe(true)
        for (const word of text.split(/\s+/)) expect(finds(word, text)).toBe(true)
        // The iota under a Greek letter becomes a letter of its own in capitals.
        if (!text.normalize('NFKD').includes('\u0345')) expect(finds(text.toUpperCase(), text)).toBe(true)
        expect(finds(text.normalize('NFD'), text)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  test('[G13] folding costs in proportion to the text, whatever it contains', () => {
    const worst = ['\u0301'.repeat(120), 'ﷺ'.repeat(120), '1,'.repeat(60), "a-'".repeat(40), '١'.repeat(120)]
    for (const text of worst) expect(searchable(text).length).toBeLessThan(120 * 80)
  })
})

describe('[search] amounts and numbers are read as they are displayed', () => {
  test.each([
    ['€4.50', 2, 450],
    ['4,50 €', 2, 450],
    ['4.50', 2, 450],
    ['$1,234.50', 2, 123_450],
    ['1.234,50 €', 2, 123_450],
    ['1\u202f234,50\u00a0€', 2, 123_450],
    ['CHF 1’234.50', 2, 123_450],
    ['€12', 2, 1_200],
    ['¥1,200', 0, 1_200],
    ['٤٫٥٠', 2, null],
    ['12', 2, null],
    ['1,135', 2, null],
    ['bread', 2, null],
    ['', 2, null],
  ])('[search] the amount %s with %i digits is %s', (typed, digits, minor) => {
    expect(amountOf(typed, digits)).toBe(minor)
  })

  test.each([
    ['1135', 1_135],
    ['#1135', 1_135],
    ['1,135', 1_135],
    ['1.135', 1_135],
    ['1 135', 1_135],
    ['#1,135', 1_135],
    ['Order 1135', 1_135],
    ['Order\u00a01,135', 1_135],
    ['no. 12', 12],
    ['１１３５', 1_135],
    ['١١٣٥', 1_135],
    ['amara', null],
    ['', null],
    ['12 loaves', null],
  ])('[search] the number %s is %s', (typed, number) => {
    expect(numberOf(typed)).toBe(number)
  })
})

test('[search] names are sorted as people expect, the same everywhere', () => {
  const names = [
    'Ticket 10',
    'Zebra',
    'éclair',
    'Ticket 2',
    'Éclair',
    'eclair',
    'apple',
    'Apple 1',
    'Apple 01',
  ]
  const sorted = names.toSorted(compareText)
  expect(sorted.filter((name) => name.startsWith('Ticket'))).toEqual(['Ticket 2', 'Ticket 10'])
  expect(sorted.at(0)).toBe('apple')
  expect(sorted.at(-1)).toBe('Zebra')
  expect(names.toReversed().toSorted(compareText)).toEqual(sorted)
})

describe('[search] an order is found by whatever a list displays of it', () => {
  const order = {
    number: 1_135,
    pickupCode: 'C2F7XX',
    total: 1_250,
    lines: [{ name: 'Weißbrot' }, { name: 'Ticket 12' }],
  }
  const isFound = (find: string | undefined, buyerName = 'José Müller') =>
    orderSearch(find, 2)(order, () => buyerName)

  test.each([
    ['1135'],
    ['1,135'],
    ['1.135'],
    ['#1135'],
    ['Order 1135'],
    ['Order\u00a01,135'],
    ['c2f7xx'],
    ['C2F-7XX'],
    ['c2f 7xx'],
    ['Ｃ２Ｆ７ＸＸ'],
    ['€12.50'],
    ['12,50 €'],
    ['jose'],
    ['mueller jose'],
    ['weissbrot'],
    ['jose weissbrot'],
    ['ticket 12'],
    [''],
    [undefined],
  ])('[search] %s finds it', (find) => {
    expect(isFound(find)).toBe(true)
  })

  test.each([['12'], ['135'], ['1136'], ['€12.51'], ['C2F7X'], ['josef'], ['ticket 13']])(
    '[search] %s does not find it',
    (find) => {
      expect(isFound(find)).toBe(false)
    },
  )

  test('[search] the generated pickup name is found, including its digits', () => {
    expect(isFound('4711', 'Guest 4711')).toBe(true)
    expect(isFound('guest 4711', 'Guest 4711')).toBe(true)
  })
})
