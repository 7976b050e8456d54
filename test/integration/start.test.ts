import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { join as joinPath } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { weekMs } from '../../server/demo/hours.ts'
import type { Market } from '../../shared/protocol/server-messages.ts'
import type { Order } from '../../shared/protocol/shapes.ts'
import { makeTemporaryFolder } from '../support/builders/temporary-folder.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { get } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { operatorToken } from '../support/drivers/server.ts'
import { launch } from '../support/drivers/server-process.ts'

/** `npm start`, `npm run demo` and `npm run share`, as a new user runs them. */

afterEach(leaveNothing)

const newFolder = async (): Promise<string> => joinPath(await makeTemporaryFolder(), 'market')
const here = (port: number): string => `http://127.0.0.1:${port}`
const marketOf = async (url: string): Promise<Market> => (await get(`${url}/api/market`)).json() as Market
const pageOf = async (url: string): Promise<string> => (await get(`${url}/`)).body.toString()
const demoMark = '<meta name="souk:demo" content="1">'

/** The token of the link that is printed. */
const tokenIn = (output: string): string => /^ {2}Sell .*\/sell#token=(\S+)$/m.exec(output)?.[1] ?? ''

/** The orders of all shops, the newest of each shop first. */
async function ordersOf(url: string, token: string, { shops }: Market): Promise<Order[]> {
  const seller = await joinSeller({ url }, { token })
  const all: Order[] = []
  for (const { id: shopId } of shops) {
    let before: string | undefined
    do {
      const page = await seller.ok('order:list', { shopId, limit: 100, ...(before ? { before } : {}) })
      all.push(...page.orders)
      before = page.next === null ? undefined : String(page.next)
    } while (before !== undefined)
  }
  return all
}

test('[start] the demo is open within 20 s, and prints in a few lines where to look and what to try', async () => {
  const folder = await newFolder()
  const startedAt = performance.now()
  const demo = launch('demo', { SOUK_DATA: folder })
  const url = here(await demo.listening)
  expect(performance.now() - startedAt).toBeLessThan(20_000)
  expect(await pageOf(url)).toContain(demoMark)
  const { code, output } = await demo.end('SIGINT')
  expect(code).toBe(0)
  expect(output.trimEnd().split('\n').length).toBeLessThan(12)
  for (const line of [`Shop   ${url}/`, `Board  ${url}/board`, `Data   ${folder}`])
    expect(output.split('\n')).toContain(`  ${line}`)
  expect(output).toContain(`  Sell   ${url}/sell#token=${tokenIn(output)}\n`)
  expect(tokenIn(output)).toMatch(/^[\w-]{20,}$/)
  for (const hint of ['npm run rush', 'npm run share', 'Ctrl-C']) expect(output).toContain(hint)
  for (const [, script] of output.matchAll(/npm run (\w+)/g)) expect(manifest.scripts).toHaveProperty(script!)
})

test('[start] the demo has three shops, 24 products and a week of orders, and a second start keeps them', async () => {
  const folder = await newFolder()
  const before = Date.now()
  const demo = launch('demo', { SOUK_DATA: folder, SOUK_OPERATOR_TOKEN: operatorToken })
  const first = here(await demo.listening)
  const market = await marketOf(first)
  expect(market.shops).toHaveLength(3)
  expect(market.products).toHaveLength(24)
  expect(market.products.map(({ stock }) => stock)).toEqual(expect.arrayContaining([0, 1, 2, 7, 40, 500]))
  expect(market.products.some(({ limitPerBuyer }) => limitPerBuyer !== null)).toBe(true)
  expect(market.products.some(({ price }) => price === 0)).toBe(true)
  const orders = await ordersOf(first, operatorToken, market)
  expect(new Set(orders.map(({ shopId }) => shopId)).size).toBe(3)
  for (const { placedAt } of orders) {
    expect(placedAt).toBeGreaterThanOrEqual(before - weekMs)
    expect(placedAt).toBeLessThanOrEqual(Date.now())
  }
  const times = orders.map(({ placedAt }) => placedAt)
  expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(weekMs / 2)
  await demo.end('SIGINT')

  const again = launch('demo', { SOUK_DATA: folder, SOUK_OPERATOR_TOKEN: operatorToken })
  const second = here(await again.listening)
  expect(await marketOf(second)).toEqual(market)
  expect(await ordersOf(second, operatorToken, market)).toEqual(orders)
})

test('[start] the demo can be made in an empty folder that exists', async () => {
  const folder = await newFolder()
  await mkdir(folder)
  const demo = launch('demo', { SOUK_DATA: folder })
  expect((await marketOf(here(await demo.listening))).products).toHaveLength(24)
  expect(await readdir(joinPath(folder, '..'))).toEqual(['market'])
})

test('[start] a folder with other files is refused with a sentence, and not touched', async () => {
  const folder = await newFolder()
  await mkdir(folder)
  await writeFile(joinPath(folder, 'letters.txt'), 'Dear Ines')
  const { code, output } = await launch('demo', { SOUK_DATA: folder }).ended
  expect(code).toBe(1)
  expect(output).toContain(`SOUK_DATA names ${folder}`)
  expect(output).not.toMatch(/^ {4}at /m)
  expect(await readdir(folder)).toEqual(['letters.txt'])
  expect(await readFile(joinPath(folder, 'letters.txt'), 'utf8')).toBe('Dear Ines')
})

test('[start] a new market is empty, is no demo, and prints the link for selling', async () => {
  const own = launch('start', { SOUK_DATA: await newFolder() })
  const url = here(await own.listening)
  expect(await marketOf(url)).toMatchObject({ name: 'Souk', products: [] })
  const page = await pageOf(url)
  expect(page).toContain('<meta name="souk:name" content="Souk">')
  expect(page).not.toContain('souk:demo')
  const { output } = await own.end('SIGINT')
  expect(output).not.toContain('demo')
  expect(output).toMatch(/^ {2}Next {3}open the Sell link and list a product · /m)
  expect(tokenIn(output)).not.toBe('')
})

test('[start] a shared market listens on all addresses whatever HOST is, and prints a code to scan', async () => {
  // It is reserved for documentation: no process can listen there.
  const shared = launch('share', { SOUK_DATA: await newFolder(), HOST: '203.0.113.1' })
  const port = await shared.listening
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)
  for (const address of ['127.0.0.1', ...outside])
    expect((await get(`http://${address}:${port}/api/market`)).status).toBe(200)
  const { output } = await shared.end('SIGINT')
  const printed = /^ {2}Shop {3}http:\/\/(.+):\d+\/$/m.exec(output)?.[1]
  expect(outside.length ? outside : ['127.0.0.1']).toContain(printed)
  const code = output.split('\n').filter((line) => /^[ █▀▄]{20,}$/.test(line))
  expect(code.length).toBeGreaterThanOrEqual(12)
  expect(code.join('')).toMatch(/█.*▀|▀.*█/)
})

test('[start] an unknown option is named in one sentence', async () => {
  for (const option of ['--fresh', '--sahre']) {
    const folder = await newFolder()
    const { code, output } = await launch('demo', { SOUK_DATA: folder }, [option]).ended
    expect(code).toBe(1)
    expect(output).toContain(option)
    expect(output.trim().split('\n')).toHaveLength(1)
    expect(await readdir(joinPath(folder, '..'))).toEqual([])
  }
})
