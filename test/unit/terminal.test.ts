import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { type Refusal, refuse } from '../../shared/refusals.ts'
import { serverAddress } from '../../web/terminal/address.ts'
import { LineTerminal } from '../../web/terminal/line-terminal.ts'
import { menuLines, parseChoice } from '../../web/terminal/menu.ts'
import { findProduct, parsePrice, parseQuantity } from '../../web/terminal/typed.ts'
import { productList, purchased, refusalText } from '../../web/terminal/wording.ts'
import { bread, cake, euro, order, product, roll, secondRoll, yen } from '../support/builders/shop-things.ts'

describe('the address', () => {
  test('[shop] the argument takes precedence over the environment, and that over local port 3000', () => {
    expect(serverAddress('https://a.example/shop', { SOUK_URL: 'http://b' })).toBe('https://a.example')
    expect(serverAddress(undefined, { SOUK_URL: 'b.example:81' })).toBe('http://b.example:81')
    expect(serverAddress(undefined, {})).toBe('http://127.0.0.1:3000')
    expect(serverAddress(undefined, { SOUK_URL: '', PORT: '4100' })).toBe('http://127.0.0.1:4100')
    expect(serverAddress(undefined, { SOUK_URL: 'b.example:81', PORT: '4100' })).toBe('http://b.example:81')
  })

  test.for(['', 'ftp://a', 'http://', 'not an address'])('[shop] %j is refused with a sentence', (typed) => {
    expect(() => serverAddress(typed, {})).toThrow('is not a server address')
  })
})

describe('the menu', () => {
  test('[shop] its text is unchanged', () => {
    expect(menuLines).toEqual([
      'Options:',
      '1. Add Product',
      '2. Get Product List',
      '3. Create Product',
      '4. Delete Product',
      '5. Buy Product',
      '6. Exit',
    ])
  })

  test('[shop] accepts six choices, and nothing else', () => {
    expect(['1', '2', '3', ' 4 ', '5', '6'].map(parseChoice)).toEqual([
      'add',
      'list',
      'create',
      'delete',
      'buy',
      'exit',
    ])
    expect(['', '0', '7', '-1', '1.0', '٣', 'buy', '22', '1e0', 'constructor'].map(parseChoice)).toEqual(
      Array.from({ length: 10 }, () => null),
    )
  })
})

describe('what is typed', () => {
  test('[shop] quantities are whole numbers within bounds', () => {
    const bounds = { min: 1, max: 10_000 }
    expect(parseQuantity(' 10000 ', bounds)).toEqual({ kind: 'understood', value: 10_000 })
    expect(parseQuantity('', { ...bounds, otherwise: 1 })).toEqual({ kind: 'understood', value: 1 })
    for (const typed of ['', '0', '-1', '1.5', '10001', '1e3', 'two', '9'.repeat(400), 'NaN']) {
      expect(parseQuantity(typed, bounds), typed).toMatchObject({ kind: 'unclear' })
    }
  })

  test('[shop] prices are whole units of currency', () => {
    expect(parsePrice('2000', 2)).toEqual({ kind: 'understood', value: 200_000 })
    expect(parsePrice('12.5', 2)).toEqual({ kind: 'understood', value: 1_250 })
    expect(parsePrice('12,50', 2)).toEqual({ kind: 'understood', value: 1_250 })
    expect(parsePrice('0', 2)).toEqual({ kind: 'understood', value: 0 })
    expect(parsePrice('2000', 0)).toEqual({ kind: 'understood', value: 2_000 })
    for (const typed of ['', '-1', '1.234', 'free', '10000000.01', '1e3']) {
      expect(parsePrice(typed, 2), typed).toMatchObject({ kind: 'unclear' })
    }
    expect(parsePrice('12.5', 0)).toEqual({ kind: 'unclear', hint: 'Invalid price: type an amount like 12.' })
  })

  test('[shop] products are found by name in any case, and by id', () => {
    const named1 = product(9, '1', 100, 1)
    const all = [bread, cake, roll, secondRoll]
    expect(findProduct(all, ' bREAD ')).toEqual({ kind: 'one', product: bread })
    const jose = product(10, 'José’s Weißbrot', 100, 1)
    expect(findProduct([bread, jose], 'joses weissbrot')).toEqual({ kind: 'one', product: jose })
    expect(findProduct(all, '2')).toEqual({ kind: 'one', product: cake })
    expect(findProduct(all, '#4')).toEqual({ kind: 'one', product: secondRoll })
    expect(findProduct(all, 'poppy seed roll')).toEqual({ kind: 'several', ids: [3, 4] })
    expect(findProduct([bread, named1], '1')).toEqual({ kind: 'one', product: named1 })
    expect(findProduct([bread, named1], '#1')).toEqual({ kind: 'one', product: bread })
    for (const typed of ['', '  ', 'bre', '5', '#', '__proto__']) {
      expect(findProduct(all, typed), typed).toEqual({ kind: 'none' })
    }
  })
})

describe('what is said', () => {
  test('[shop] the list shows the stock, with prices in whole units of currency', () => {
    expect(productList([roll, cake, bread], euro)).toEqual([
      'Product List:',
      'ID  Name             Price  Quantity',
      ' 1  Bread             6.20         7',
      ' 3  Poppy seed roll   0.85        40',
    ])
    expect(productList([bread], yen)[2]).toBe(' 1  Bread    620         7')
    expect(productList([cake], euro)).toEqual(['Product List:', 'Nothing is in stock.'])
  })

  test('[shop] a purchase shows its number, code and total', () => {
    expect(purchased(order, euro)).toEqual([
      'Product purchased successfully.',
      'Order 12, pickup code CFGHJ2, total 12.40 EUR.',
    ])
  })

  test.for<[Refusal, string]>([
    [refuse('out_of_stock', { productId: 1, available: 0 }), 'Product not found or out of stock.'],
    [
      refuse('out_of_stock', { productId: 1, available: 2 }),
      'Product not found or out of stock. There are 2 left.',
    ],
    [refuse('price_changed', { productId: 1, price: 1250 }), 'The price has changed: it is 12.50 now.'],
    [
      refuse('limit_reached', { productId: 1, limit: 4, left: 1 }),
      'Limit 4 per customer; you can have 1 more.',
    ],
    [
      refuse('invalid', { issues: [{ path: 'name', message: 'must have 1 to 120 characters' }] }),
      'Invalid input. name: must have 1 to 120 characters',
    ],
    [refuse('shop_closed', { shopId: 1 }), 'This shop is closed.'],
    [{ code: 'struck', message: 'The bell was struck.' } as unknown as Refusal, 'The bell was struck.'],
  ])('[shop] %o is told in words', ([refusal, text]) => {
    expect(refusalText(refusal, euro)).toBe(text)
  })
})

describe('the console', () => {
  function open() {
    const input = new PassThrough()
    const output = new PassThrough()
    const events: string[] = []
    const terminal = new LineTerminal({
      input,
      output,
      onInterrupt: () => events.push('interrupt'),
      onEnd: () => events.push('end'),
    })
    return { input, terminal, events, printed: () => String(output.read() ?? '') }
  }

  test('[shop] piped input may arrive early, and its last line needs no line break', async () => {
    const { input, terminal, printed, events } = open()
    input.end('2\r\n5\n\nGrüße')
    const answers = []
    for (let count = 0; count < 4; count += 1) answers.push(await terminal.ask('? '))
    expect(terminal.hasEnded()).toBe(true)
    answers.push(await terminal.ask('? '), await terminal.ask('? '))
    expect(answers).toEqual(['2', '5', '', 'Grüße', null, null])
    expect(printed()).toBe('? \n'.repeat(6))
    expect(events).toEqual(['end'])
  })

  test('[shop] closing ends the open question, and drops unread input', async () => {
    const { input, terminal } = open()
    const first = terminal.ask('? ')
    input.write('1\n2\n3\n')
    expect(await first).toBe('1')
    terminal.close()
    expect(await terminal.ask('? ')).toBeNull()
    const other = open()
    const waiting = other.terminal.ask('? ')
    other.terminal.close()
    expect(await waiting).toBeNull()
  })
})
