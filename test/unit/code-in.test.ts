import { expect, test } from 'vitest'
import { codeIn } from '../../web/seller/orders/counter/code-in.ts'

test('[seller] a scanned text names a pickup code, or is another’s', () => {
  expect(codeIn('https://souk.test/sell/orders?code=W8QQXW')).toBe('W8QQXW')
  expect(codeIn('w8qq-xw')).toBe('W8QQXW')
  for (const text of ['https://souk.test/', 'https://souk.test/?code=12', '', 'W8QQX', 'A8QQXW'])
    expect(codeIn(text)).toBe(null)
})
