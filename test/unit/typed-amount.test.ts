import { expect, test } from 'vitest'
import { parseTyped } from '../../shared/typed-amount.ts'

test.for([
  ['5', 500],
  ['5 €', 500],
  ['€5', 500],
  ['5\u00a0€', 500],
  ['5 eur', 500],
  ['EUR 5,50', 550],
  ['12.5', 1_250],
  ['12,50', 1_250],
  ['1,234.56', 123_456],
  ['1.234,56', 123_456],
  ['1 234,56', 123_456],
  ['1\u202f234,56 €', 123_456],
  ['1’234.50', 123_450],
  ['1,234,567', 123_456_700],
  ['١٢٫٥٠', 1_250],
  ['١٬٢٣٤٫٥٦ €', 123_456],
  ['۱۲٫۵۰', 1_250],
  ['\u200f4.50 €', 450],
  ['0', 0],
] as const)('[prices] %j is read as people mean it', ([typed, minor]) => {
  expect(parseTyped(typed, 2, 'EUR')).toBe(minor)
})

test.for([
  '',
  ' ',
  '€',
  '5 $',
  '$5',
  '5 USD',
  '1,234',
  '1.234',
  '-5',
  '5 € €',
  '€5€',
  '1 2',
  '1e3',
  '1.2.3',
  'five',
  '1,23,456.00',
  '٫',
])('[prices] %j is not guessed', (typed) => {
  expect(parseTyped(typed, 2, 'EUR')).toBeNull()
})

test('[prices] the currency’s own digits and signs count', () => {
  expect(parseTyped('¥ 1,234,567', 0, 'JPY')).toBe(1_234_567)
  expect(parseTyped('$1,234.50', 2, 'USD')).toBe(123_450)
  expect(parseTyped('US$5', 2, 'USD')).toBeNull()
  expect(parseTyped('1.500 KWD', 3, 'KWD')).toBe(1_500)
  expect(parseTyped('5 CHF', 2, 'CHF')).toBe(500)
})
