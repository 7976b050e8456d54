import { describe, expect, test } from 'vitest'
import { refuse } from '../../shared/refusals.ts'
import type { Ended } from '../../web/store/send-until-known.ts'
import type { Counter, OperatorCounter } from '../../web/terminal/counter.ts'
import type { Terminal } from '../../web/terminal/line-terminal.ts'
import { menuLines } from '../../web/terminal/menu.ts'
import { ShopMenu } from '../../web/terminal/shop-menu.ts'
import { bread, cake, order, roll, secondRoll, viewWith } from '../support/builders/shop-things.ts'

/** A market whose answers the test sets; it records its requests. */
class ScriptedCounter implements Counter, OperatorCounter {
  readonly asked: unknown[] = []
  view = viewWith(bread, cake, roll)
  isLive = true
  answer: Ended<never> | null = null
  tokens: string[] = []

  look = async () => ({ view: this.view, isLive: this.isLive })
  buy: Counter['buy'] = async (lines) => this.#note({ buy: lines }, { order, seq: 5 })
  create: OperatorCounter['create'] = async (made) => this.#note({ create: made }, { product: bread, seq: 5 })
  update: OperatorCounter['update'] = async ({ id }, changes) =>
    this.#note({ update: id, ...changes }, { product: bread, seq: 5 })
  restock: OperatorCounter['restock'] = async ({ id }, quantity) =>
    this.#note({ restock: id, quantity }, { product: bread, seq: 5 })
  remove: OperatorCounter['remove'] = async ({ id }) => this.#note({ remove: id }, { product: bread, seq: 5 })

  async open(token: string): Promise<OperatorCounter | null> {
    this.tokens.push(token)
    return token === 'right' ? this : null
  }

  #note<Body>(what: unknown, body: Body): Ended<{ ok: true } & Body> {
    this.asked.push(what)
    return this.answer ?? { kind: 'ok', reply: { ok: true, ...body } }
  }
}

/** Runs the menu on `lines`, and returns its output without the menu and the questions. */
async function run(lines: string[], counter = new ScriptedCounter(), token: string | null = null) {
  const said: string[] = []
  const prompts: string[] = []
  const terminal: Terminal = {
    async ask(prompt) {
      prompts.push(prompt)
      return lines.shift() ?? null
    },
    async askSecret(prompt) {
      prompts.push(`${prompt}(hidden)`)
      return lines.shift() ?? null
    },
    say: (line) => void said.push(line),
    hasEnded: () => false,
  }
  await new ShopMenu(terminal, counter, token).run()
  return { said: said.filter((line) => !menuLines.includes(line)), prompts, asked: counter.asked }
}

describe('a visit', () => {
  test('[shop] the end of the input ends the program at every question', async () => {
    for (const lines of [
      [],
      ['5'],
      ['5', 'Bread'],
      ['1'],
      ['1', 'right'],
      ['3', 'right', 'Jam', '1'],
      ['4', 'right'],
    ]) {
      expect((await run([...lines])).asked).toEqual([])
    }
  })

  test('[shop] an invalid option gets a message, and the question is repeated', async () => {
    const { said, prompts } = await run(['', 'x', '7', '6', '2'])
    expect(said).toEqual(Array.from({ length: 3 }, () => 'Invalid option (1-6).'))
    expect(prompts).toEqual(Array.from({ length: 4 }, () => 'Enter your choice: '))
  })

  test('[shop] anybody can see the list and buy, at the displayed price', async () => {
    const { said, asked, prompts } = await run(['2', '5', 'bread', '2', '6'])
    expect(said).toContain(' 1  Bread             6.20         7')
    expect(said).toContain('Product purchased successfully.')
    expect(asked).toEqual([{ buy: [{ productId: 1, quantity: 2, unitPrice: 620 }] }])
    expect(prompts).toContain('Enter product name: ')
  })

  test('[shop] the quantity is one if none is typed', async () => {
    expect((await run(['5', '#3', ''])).asked).toEqual([
      { buy: [{ productId: 3, quantity: 1, unitPrice: 85 }] },
    ])
  })

  test('[shop] a missing or sold out product is refused before the quantity is asked', async () => {
    const { said, asked } = await run(['5', 'Jam', '1', '5', 'Cake', '1', '5', '', ''])
    expect(said).toEqual(Array.from({ length: 3 }, () => 'Product not found or out of stock.'))
    expect(asked).toEqual([])
  })

  test('[shop] if two products have the same name, the id is asked for', async () => {
    const counter = new ScriptedCounter()
    counter.view = viewWith(roll, secondRoll)
    const { said } = await run(['5', 'Poppy seed roll', '1'], counter)
    expect(said).toEqual(['There are several of that name. Please name one by its id: #3, #4.'])
  })

  test('[shop] refusals and unknown outcomes are shown', async () => {
    const counter = new ScriptedCounter()
    counter.answer = { kind: 'refused', refusal: refuse('out_of_stock', { productId: 1, available: 0 }) }
    expect((await run(['5', 'Bread', '1'], counter)).said).toEqual(['Product not found or out of stock.'])
    counter.answer = { kind: 'given-up' }
    expect((await run(['5', 'Bread', '1'], counter)).said).toEqual(['It is not known whether this was done.'])
  })

  test('[shop] a list that may be outdated says so', async () => {
    const counter = new ScriptedCounter()
    counter.isLive = false
    expect((await run(['2'], counter)).said[0]).toBe('The connection is lost; this is what was last known.')
  })
})

describe('the operator', () => {
  test('[shop] the token is asked for once, or read from the environment', async () => {
    const counter = new ScriptedCounter()
    await run(['1', 'wrong', '3', 'right', 'Jam', '3', '5', '4', 'Jam'], counter)
    expect(counter.tokens).toEqual(['wrong', 'right'])
    const { prompts } = await run(['3', 'Jam', '3', '5'], counter, 'right')
    expect(prompts).not.toContain('Enter operator token: ')
    expect((await run(['4', ''])).said).toEqual(['This is for the operator, who has a token.'])
  })

  test('[shop] adding increases the stock and sets the typed price', async () => {
    const { said, asked } = await run(['1', 'bread', '6.20', '5', '1', 'Bread', '7', '1'], undefined, 'right')
    expect(said).toEqual(['Product added successfully.', 'Product added successfully.'])
    expect(asked).toEqual([
      { restock: 1, quantity: 5 },
      { update: 1, price: 700 },
      { restock: 1, quantity: 1 },
    ])
  })

  test('[shop] adding an unknown product lists it', async () => {
    const { said, asked } = await run(['1', ' Jam ', '2000', '3'], undefined, 'right')
    expect(said).toEqual(['Product added successfully.'])
    expect(asked).toEqual([{ create: { name: 'Jam', price: 200_000, stock: 3 } }])
  })

  test('[shop] creating lists a new product, also with an existing name', async () => {
    const { said, asked } = await run(['3', 'Bread', '1', '2'], undefined, 'right')
    expect(said).toEqual(['Product created successfully.'])
    expect(asked).toEqual([{ create: { name: 'Bread', price: 100, stock: 2 } }])
  })

  test('[shop] deleting reports a name that was not found', async () => {
    const { said, asked } = await run(['4', 'Cake', '4', 'Jam'], undefined, 'right')
    expect(said).toEqual(['Product deleted successfully.', 'Product not found.'])
    expect(asked).toEqual([{ remove: 2 }])
  })

  test.for([
    [['', '1', '1'], 'A product needs a name.'],
    [['Jam', 'cheap', '1'], 'Invalid price: type an amount like 12.00.'],
    [['Jam', '1', 'many'], 'Invalid quantity: type a whole number from 1 to 1000000.'],
  ] as const)('[shop] %j is not sent', async ([typed, hint]) => {
    const { said, asked } = await run(['3', ...typed], undefined, 'right')
    expect(said).toEqual([hint])
    expect(asked).toEqual([])
  })
})
