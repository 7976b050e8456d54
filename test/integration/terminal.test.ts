import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { list } from '../support/builders/wares.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { atEnd, leaveNothing, tellOnFailure } from '../support/drivers/leftovers.ts'
import { type Market, MarketServer, operatorToken } from '../support/drivers/server.ts'
import { MarketProcess } from '../support/drivers/server-process.ts'
import { Waiting } from '../support/drivers/until.ts'

afterEach(leaveNothing)

const root = resolve(import.meta.dirname, '../..')

/** `npm run shop` or `npm run rush`, with a pipe as its keyboard. */
class Console {
  output = ''
  readonly ended: Promise<number | null>
  readonly #process: ChildProcess
  readonly #waiting = new Waiting(() => this.output)

  constructor(program: 'shop' | 'rush', { url }: Market, words: string[] = [], environment: object = {}) {
    this.#process = spawn(process.execPath, [`web/terminal/${program}.ts`, url, ...words], {
      cwd: root,
      env: { PATH: process.env.PATH, ...environment },
    })
    const hear = (chunk: Buffer): void => {
      this.output += chunk
      this.#waiting.look()
    }
    this.#process.stdout?.on('data', hear)
    this.#process.stderr?.on('data', hear)
    this.ended = new Promise((ended) => {
      this.#process.on('close', (code) => ended(code))
    })
    atEnd(async () => {
      this.interrupt('SIGKILL')
      await this.ended
    })
    tellOnFailure(() => this.output)
  }

  type(...lines: string[]): void {
    this.#process.stdin?.write(lines.map((line) => `${line}\n`).join(''))
  }

  async endInput(): Promise<number | null> {
    this.#process.stdin?.end()
    return this.ended
  }

  interrupt(signal: NodeJS.Signals): void {
    this.#process.kill(signal)
  }

  says(text: string): Promise<void> {
    return this.#waiting.until(() => this.output.includes(text), text)
  }
}

test('[shop] a whole visit by pipe: create, add, list, buy, delete, leave', async () => {
  const market = await MarketServer.start()
  const shop = new Console('shop', market, [], { SOUK_OPERATOR_TOKEN: operatorToken })
  shop.type('3', 'Bread', '6.20', '7', '1', 'bread', '6.20', '5', '2')
  shop.type('5', 'Bread', '2', '2', '5', 'Bread', '99', '4', 'Bread', '2', '6')
  expect(await shop.endInput()).toBe(0)
  const said = shop.output.split('\n').filter((line) => !/^(\d\. |Options:|Enter )/.test(line) && line)
  expect(said).toEqual([
    'Product created successfully.',
    'Product added successfully.',
    'Product List:',
    'ID  Name   Price  Quantity',
    ' 1  Bread   6.20        12',
    'Product purchased successfully.',
    expect.stringMatching(/^Order 1, pickup code [2-9CFGHJMPQRVWX]{6}, total 12\.40 EUR\.$/),
    'Product List:',
    'ID  Name   Price  Quantity',
    ' 1  Bread   6.20        10',
    'Product not found or out of stock. There are 10 left.',
    'Product deleted successfully.',
    'Product List:',
    'Nothing is in stock.',
  ])
})

test('[shop] a wrong token is refused', async () => {
  const shop = new Console('shop', await MarketServer.start())
  shop.type('3', 'no-such-token', '6')
  expect(await shop.endInput()).toBe(0)
  expect(shop.output).toContain('That isn’t the operator’s token.')
})

test('[G9] the outcome of a purchase during which the server was killed is shown once the server is back', async () => {
  const market = await MarketProcess.start()
  const seller = await joinSeller(market)
  const { name } = await list(seller, { stock: 5 })
  const shop = new Console('shop', market)
  shop.type('2')
  await shop.says(name)
  await market.end('SIGKILL')
  shop.type('5', name, '1')
  await shop.says('asking again until it is known')
  await market.start()
  await shop.says('Product purchased successfully.')
  shop.interrupt('SIGINT')
  expect(await shop.ended).toBe(0)
})

test('[rush] a crowd buys, and the ledgers add up', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  await list(seller, { stock: 3 })
  await list(seller, { stock: 400 })
  const rush = new Console('rush', market, ['--buyers', '8', '--seconds', '2', '--seed', '1'])
  expect(await rush.ended).toBe(0)
  expect(rush.output).toContain('Nothing was oversold: the ledgers of 2 products add up')
  expect(Number(/Orders +(\d+)/.exec(rush.output)?.[1])).toBeGreaterThan(3)
})

test('[rush] if no market answers, the error says so', async () => {
  const market = await MarketServer.start()
  await market.stop()
  const rush = new Console('rush', market, ['--buyers', '1', '--seconds', '1'])
  await rush.says('1 buyers')
  rush.interrupt('SIGINT')
  expect(await rush.ended).toBe(1)
  expect(rush.output).toContain(`is it running at ${market.url}?`)
})
