import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readConfig } from '../../server/config.ts'
import { isBlank } from '../../shared/blank.ts'
import { productListing } from '../../shared/catalog/product.ts'
import { purchaseCreate } from '../../shared/protocol/buyer-messages.ts'
import { hasLongRunOfMarks } from '../../shared/protocol/combining-marks.ts'
import { sellerOrderList } from '../../shared/protocol/seller-messages.ts'
import { line, list } from '../../shared/protocol/text.ts'
import { assertHolds } from '../support/properties/assert-holds.ts'

const { name, category, description: text } = productListing.shape

const { content } = productListing.shape

const kept = (
  schema: { safeParse(input: unknown): { success: boolean; data?: unknown } },
  input: unknown,
): unknown => {
  const { success, data } = schema.safeParse(input)
  return success ? data : 'no'
}

const whiteSpace = [
  '\t',
  '\n',
  '\r\n',
  '\v',
  '\f',
  '\r',
  '\u0085',
  '\u00a0',
  '\u1680',
  '\u2003',
  '\u2028',
  '\u2029',
  '\u202f',
  '\u3000',
]

const invisible = [
  '\u200b',
  '\ufeff',
  '\u00ad',
  '\u2060',
  '\ufe0f',
  '\u{e0100}',
  '\u3164',
  '\u115f',
  '\u1160',
  '\uffa0',
  '\u2800',
  '\u{e0041}',
  '\u034f',
  '\u180e',
  '\u200d',
  '\u200e',
  '\u061c',
  '\u202e',
  '\ufff9',
  '\u{1d159}',
  '\u{1d173}',
]

describe('white space', () => {
  test.for(whiteSpace)('[G13] %j becomes one space in a text of one line', (space) => {
    expect(kept(name, `Rye${space}${space}bread${space}`)).toBe('Rye bread')
    expect(kept(name, space)).toBe('no')
  })

  test('[G13] line breaks of any kind become line feeds in a description, and tabs a space', () => {
    expect(kept(text, 'a\tb\r\nc\rd\ne\u2028f\u2029g\u0085h\vi\fj')).toBe('a b\nc\nd\ne\nf\ng\nh\ni\nj')
    expect(kept(text, '\t\r\n \u2028')).toBe('')
    expect(kept(text, 'Prix\u00a0: 5')).toBe('Prix\u00a0: 5')
  })

  test('[G13] a pasted search text is tidied like a name', () => {
    expect(sellerOrderList.parse({ find: '\tAnn\u00a0B. ' }).find).toBe('Ann B.')
    expect(sellerOrderList.parse({ find: 12 }).find).toBe('12')
  })
})

describe('text that shows nothing', () => {
  test.for(invisible)('[G13] %j is empty', (character) => {
    for (const nothing of [character, ` ${character}\t${character}`.repeat(3)]) {
      expect(isBlank(nothing)).toBe(true)
      expect(kept(name, nothing)).toBe('no')
      expect(kept(category, nothing)).toBe('no')
      expect(kept(text, nothing)).toBe('')
      expect(() => readConfig({ SOUK_NAME: nothing })).toThrow('SOUK_NAME')
    }
  })

  test('[G13] a visible character keeps the invisible ones that belong to it', () => {
    for (const shown of ['👩‍🍳', '❤️', 'क्‍ष', 'שלום\u200f', '.', '\u0301', '\ue000', '\u0600'])
      expect(kept(name, shown)).toBe(shown)
  })
})

describe('combining marks', () => {
  const marks = (count: number) => '\u0301\u0316'.repeat(count).slice(0, count)

  test('[G13] are at most thirty in a row, whatever removed characters are between them', () => {
    expect(kept(name, `a${marks(30)}`)).not.toBe('no')
    for (const long of [`a${marks(31)}`, `a${marks(20)}\u202e${marks(20)}`, `${'\u{1d165}'.repeat(31)}`])
      for (const schema of [name, text, line(0, 500)]) expect(kept(schema, long), long).toBe('no')
    expect(kept(text, `a${marks(30)}\u034f${marks(30)}`)).not.toBe('no')
  })

  test('[G13] are those that Unicode defines, in any text', () => {
    const character = fc.constantFrom('a', '\u0301', '\u034f', '\u0316', '\u{1d165}', '🥖', '\u0f71')
    assertHolds(
      fc.property(fc.array(character, { maxLength: 120 }), (characters) => {
        const runs = characters.join('').split(/[^\p{M}]|\u034f/u)
        expect(hasLongRunOfMarks(characters.join(''))).toBe(runs.some((run) => [...run].length > 30))
      }),
    )
  })

  test('[limits] a text in decomposed form is measured in its final form', () => {
    expect(kept(name, '\u1112\u1161\u11ab'.repeat(120))).toBe('한'.repeat(120))
    expect(kept(text, 'e\u0302\u0301'.repeat(4_000))).toBe('ế'.repeat(4_000))
  })
})

test('[G13] a list that is too long is rejected before any of its elements is read', () => {
  let looked = 0
  const element = line(0, 5)
  const watched = new Proxy(element, {})
  const elements = (count: number) =>
    Array.from({ length: count }, () => ({
      get productId() {
        looked += 1
        return 1
      },
    }))
  expect(list(watched, 1, 2).safeParse(['a', 'b', 'c']).success).toBe(false)
  const parsed = purchaseCreate.safeParse({ id: '', lines: elements(21_000) })
  expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toEqual(['id', 'lines'])
  expect(looked).toBe(0)
})

test('[G13] texts in other languages are bounded as the product’s own, and in the languages of the apps alone', () => {
  const de = { name: ' Brot ', description: '' }
  expect(kept(content, { fr: de, de })).toEqual({
    de: { name: 'Brot', description: '' },
    fr: { name: 'Brot', description: '' },
  })
  expect(kept(content, {})).toEqual({})
  for (const wrong of [
    { it: de },
    { de: { name: 'Brot' } },
    { de: { name: ' ', description: '\u200b' } },
    { de: { name: 'x'.repeat(121), description: '' } },
    { de: { name: '', description: 'x'.repeat(4_001) } },
    { de: { name: 'a\u0000', description: '' } },
    [de],
    null,
  ])
    expect(kept(content, wrong)).toBe('no')
})
