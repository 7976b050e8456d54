import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseMajor, provenSeparator, readAmount, toMajor } from '../../shared/money.ts'
import { assertHolds } from '../support/properties/assert-holds.ts'

const read = (written: string, digits = 2, decimal: '.' | ',' | null = null): number | string => {
  const amount = readAmount(written, digits, decimal)
  return amount.kind === 'amount' ? amount.minor : amount.kind
}

describe('a written amount', () => {
  test('[money] is accepted if it can mean only one number', () => {
    const written = {
      '5': 500,
      ' 5 ': 500,
      '5.5': 550,
      '5,50': 550,
      '5.': 500,
      '0,500': 'invalid',
      '12345.6': 1234560,
    }
    for (const [text, minor] of Object.entries(written)) expect(read(text), text).toBe(minor)
    const grouped = {
      '1,000.50': 100_050,
      '1.234,56': 123_456,
      '1,000,000': 100_000_000,
      '12.345.678,9': 1_234_567_890,
    }
    for (const [text, minor] of Object.entries(grouped)) expect(read(text), text).toBe(minor)
  })

  test('[money] is ambiguous with one separator before three digits, in any currency', () => {
    for (const text of ['1,000', '1.000', '12,345', '999.999'])
      for (const digits of [0, 2, 3]) expect(read(text, digits), text).toBe('ambiguous')
    expect([read('1,000', 2, '.'), read('1.000', 2, ','), read('1,000', 0, '.')]).toEqual([
      100_000, 100_000, 1_000,
    ])
    expect([read('1,000', 2, ','), read('1.234', 3, '.'), read('1,234', 3, '.')]).toEqual([
      'invalid',
      1_234,
      1_234_000,
    ])
  })

  test('[money] is rejected if it is not a number in digits', () => {
    const none = [
      '',
      ' ',
      '1e1',
      '0x10',
      '５',
      '−5',
      '+5',
      '-5',
      '5 €',
      '€5',
      "1'000.00",
      '1 000',
      '1,00,000',
      '1,234,56',
    ]
    for (const text of [...none, '.5', '1,0000', '1'.repeat(11), '1,1,1', '٣', 'NaN', 'Infinity'])
      expect(read(text), text).toBe('invalid')
  })

  test('[money] proves its separator if it is not ambiguous', () => {
    const proven = {
      '1.5': '.',
      '1,5': ',',
      '1,000.5': '.',
      '1.000,5': ',',
      '1,000,000': '.',
      '1,000': null,
      '7': null,
      '7.': null,
      x: null,
    }
    for (const [text, separator] of Object.entries(proven))
      expect(provenSeparator(text), text).toBe(separator)
  })

  test('[money] round-trips through display and input, without thousands separators', () => {
    assertHolds(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), fc.constantFrom(0, 2, 3), (minor, digits) => {
        expect(parseMajor(toMajor(minor, digits), digits)).toBe(minor)
        expect(toMajor(minor, digits)).toBe((minor / 10 ** digits).toFixed(digits))
      }),
    )
    expect([parseMajor('1.000', 3), parseMajor('1,000', 3), parseMajor('1,000.50', 2)]).toEqual([
      1_000,
      null,
      null,
    ])
  })
})
