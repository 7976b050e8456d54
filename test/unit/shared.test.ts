import { describe, expect, test } from 'vitest'
import { productListing } from '../../shared/catalog/product.ts'
import { digitsOf, formatMoney, parseMajor, toMajor } from '../../shared/money.ts'
import { limits } from '../../shared/protocol/limits.ts'
import { cursor, entityId, integer, line, seq, uuid } from '../../shared/protocol/text.ts'
import { isTransient, refusalSentences, refuse } from '../../shared/refusals.ts'

const { name, sku, category, description: text } = productListing.shape

/** Values from JSON that are no valid number on the wire. */
const hostile = [
  '1e999',
  '-1e999',
  '-0',
  '0.5',
  '9007199254740993',
  '"1"',
  'null',
  'true',
  '[]',
  '[1]',
  '{}',
].map((json) => JSON.parse(json))

/** The parsed value, or 'no'. */
const kept = (
  schema: { safeParse(input: unknown): { success: boolean; data?: unknown } },
  input: unknown,
): unknown => {
  const { success, data } = schema.safeParse(input)
  return success ? data : 'no'
}

describe('whole numbers', () => {
  test('[G13] are within their limits, and values that only look like numbers are refused', () => {
    const digit = integer(0, 9)
    expect([-1, 0, 9, 10].map((value) => kept(digit, value))).toEqual(['no', 0, 9, 'no'])
    for (const value of [...hostile, undefined, Number.NaN, 1n, new Date(1)])
      expect(kept(digit, value)).toBe('no')
  })

  test('[G13] that are ids start at 1, and seqs at 0', () => {
    for (const [schema, first] of [[entityId, 1] as const, [seq, 0] as const]) {
      expect([first - 1, first].map((value) => kept(schema, value))).toEqual(['no', first])
      expect(kept(schema, Number.MAX_SAFE_INTEGER)).toBe(Number.MAX_SAFE_INTEGER)
      expect(kept(schema, Number.MAX_SAFE_INTEGER + 1)).toBe('no')
      for (const value of hostile) expect(kept(schema, value)).toBe('no')
    }
  })

  test('[limits] cursors are seqs, or short strings', () => {
    expect([7, 'abc', 'x'.repeat(64)].map((value) => kept(cursor, value))).toEqual([7, 'abc', 'x'.repeat(64)])
    for (const value of ['x'.repeat(65), -1, 0.5, null, {}]) expect(kept(cursor, value)).toBe('no')
  })
})

describe('ids', () => {
  test('[G5] are UUIDs of any version, and the same in upper and lower case', () => {
    expect(kept(uuid, '00000000-0000-0000-0000-00000000000A')).toBe('00000000-0000-0000-0000-00000000000a')
  })

  test('[G13] have no other form', () => {
    const id = '00000000-0000-4000-8000-000000000001'
    const wrong = [
      '',
      id.slice(1),
      `${id}0`,
      `${id}\n`,
      ` ${id}`,
      id.replaceAll('-', ''),
      `{${id}}`,
      '__proto__',
      1,
      null,
    ]
    for (const value of wrong) expect(kept(uuid, value)).toBe('no')
    expect(kept(uuid, id.replace('1', 'g'))).toBe('no')
  })
})

describe('texts of one line', () => {
  test.each([
    ['names', name, 1, limits.nameCodePointsMax],
    ['SKUs', sku, 1, limits.skuCodePointsMax],
    ['categories', category, 1, limits.categoryCodePointsMax],
    ['session names', line(1, limits.sessionNameCodePointsMax), 1, 60],
  ])('[limits] %s: so many code points, whatever they take', (_, schema, min, max) => {
    for (const point of ['a', 'é', '🥖', '漢']) {
      expect(kept(schema, point.repeat(min))).toBe(point.repeat(min))
      expect(kept(schema, point.repeat(max))).toBe(point.repeat(max))
      expect(kept(schema, point.repeat(max + 1))).toBe('no')
    }
    expect(kept(schema, '')).toBe('no')
    expect(kept(schema, 'a'.repeat(1_000_000))).toBe('no')
  })

  test('[limits] have the documented limits', () => {
    expect([limits.nameCodePointsMax, limits.categoryCodePointsMax, limits.sessionNameCodePointsMax]).toEqual(
      [120, 40, 60],
    )
    expect(limits.textCodePointsMax).toBe(4_000)
    expect(kept(category, null)).toBeNull()
  })

  test('[limits] are counted after NFC and trimming', () => {
    const decomposed = 'e\u0301'.repeat(120)
    expect(kept(name, decomposed)).toBe('é'.repeat(120))
    expect(kept(name, `  ${'a'.repeat(120)}\u00a0 `)).toBe('a'.repeat(120))
    expect(kept(name, ' \u00a0\u2003 ')).toBe('no')
  })

  test('[G13] contain no control characters and no half characters', () => {
    const controls = [0x00, 0x01, 0x08, 0x0e, 0x1b, 0x1f, 0x7f, 0x80, 0x84, 0x86, 0x9f]
    for (const code of controls) expect(kept(name, `a${String.fromCodePoint(code)}b`)).toBe('no')
    for (const half of ['\ud83e', '\udd56', '\udd56\ud83e', 'a\ud800b']) expect(kept(name, half)).toBe('no')
    expect(kept(name, '\u00a0a\u00ad')).toBe('a\u00ad')
  })

  test('[G13] cannot change the direction of the text around them', () => {
    for (const code of [0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069]) {
      expect(kept(name, `cod${String.fromCodePoint(code)}gpj.exe`)).toBe('codgpj.exe')
      expect(kept(name, String.fromCodePoint(code))).toBe('no')
    }
    expect(kept(name, 'שלום \u200f!')).toBe('שלום \u200f!')
  })

  test('[G13] may be any string, even the name of a built-in property', () => {
    for (const value of [1, null, undefined, [], ['a'], {}, { toString: 'a' }, true])
      expect(kept(name, value)).toBe('no')
    for (const value of ['__proto__', 'constructor', 'null', '<script>'])
      expect(kept(name, value)).toBe(value)
  })
})

describe('texts of several lines', () => {
  test('[limits] have at most 4,000 code points, or none', () => {
    expect(kept(text, '')).toBe('')
    for (const point of ['a', '🥖']) {
      expect(kept(text, point.repeat(4_000))).toBe(point.repeat(4_000))
      expect(kept(text, point.repeat(4_001))).toBe('no')
    }
  })

  test('[G13] keep their line breaks, and no other control character', () => {
    expect(kept(text, 'a\r\nb\n\nc\n')).toBe('a\nb\n\nc')
    for (const value of ['a\0b', 'a\u001bb', 'a\u0086b', 'a\ud800', 1, null, ['a']])
      expect(kept(text, value)).toBe('no')
    expect(kept(text, 'a\u202eb\ne\u0301')).toBe('ab\né')
  })
})

describe('money', () => {
  test('[money] currencies have their own number of digits', () => {
    expect(['EUR', 'JPY', 'BHD'].map(digitsOf)).toEqual([2, 0, 3])
    expect(() => digitsOf('euros')).toThrow(RangeError)
  })

  test('[money] is shown in the reader’s language', () => {
    expect(formatMoney(1_250, 'EUR', 2, 'en')).toBe('€12.50')
    expect(formatMoney(1_250, 'EUR', 2, 'de')).toBe('12,50\u00a0€')
    expect(formatMoney(1_250, 'JPY', 0, 'en')).toBe('¥1,250')
    expect(formatMoney(0, 'EUR', 2, 'en')).toBe('€0.00')
    expect(formatMoney(limits.priceMax, 'EUR', 2, 'en')).toBe('€10,000,000.00')
  })

  test('[money] is displayed as it was typed', () => {
    for (const minor of [0, 1, 5, 10, 99, 100, 101, 12_345, 29, 57, 113, limits.priceMax]) {
      for (const digits of [0, 2, 3]) expect(parseMajor(toMajor(minor, digits), digits)).toBe(minor)
    }
  })

  test('[money] is accepted as people type it: with points, commas, spaces around, fewer digits', () => {
    const typed = ['12', '12.5', '12,50', ' 12.05 ', '0', '0,01', '12.', '007']
    expect(typed.map((one) => parseMajor(one, 2))).toEqual([1_200, 1_250, 1_250, 1_205, 0, 1, 1_200, 700])
    expect(parseMajor('12', 0)).toBe(12)
  })

  test('[money] is refused if it is no amount', () => {
    const typed = [
      '',
      ' ',
      '-1',
      '+1',
      '1e3',
      '1,234.50',
      '1 234',
      '.5',
      ',',
      '12.345',
      '€12',
      '0x10',
      'NaN',
      '٣',
      '1'.repeat(11),
    ]
    for (const one of typed) expect(parseMajor(one, 2), one).toBeNull()
    expect(parseMajor('1.5', 0)).toBeNull()
  })
})

describe('refusals', () => {
  test('[precedence] are listed in the order in which they are checked', () => {
    expect(Object.keys(refusalSentences)).toEqual([
      'too_many_requests',
      'unauthenticated',
      'session_changed',
      'forbidden',
      'invalid',
      'id_mismatch',
      'busy',
      'unavailable',
      'not_found',
      'role_required',
      'shop_closed',
      'account_required',
      'conflict',
      'last_owner',
      'price_changed',
      'limit_reached',
      'out_of_stock',
      'too_many_open_orders',
      'not_cancellable',
      'not_fulfillable',
      'wrong_status',
      'quota_reached',
      'market_full',
    ])
  })

  test('[refusals] have their own sentence or a given one, and contain their details', () => {
    const details = { productId: 1, available: 0 }
    expect(refuse('out_of_stock', details)).toEqual({
      code: 'out_of_stock',
      message: 'Not enough left in stock.',
      ...details,
    })
    expect(refuse('invalid', { issues: [] }, 'Invalid action')).toEqual({
      code: 'invalid',
      message: 'Invalid action',
      issues: [],
    })
    for (const sentence of Object.values(refusalSentences)) expect(sentence).toMatch(/^[A-Z].*\.$/)
  })

  test('[G9] that mean "send the same id again" are three', () => {
    const transient = Object.keys(refusalSentences).filter(isTransient)
    expect(transient).toEqual(['too_many_requests', 'busy', 'unavailable'])
    for (const code of ['', 'constructor', 'BUSY']) expect(isTransient(code)).toBe(false)
  })
})
