import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { grownMarket } from '../market/grown-market.ts'
import { makeMarket, onCopy } from '../market/small-market.ts'
import { type Result, table } from '../report.ts'
import type { Scale } from '../scale.ts'
import { nodeCommand } from '../servers/measured.ts'
import { spread } from '../statistics.ts'

/** By what holds it; `all` has the rest too. */
type Bytes = Record<string, number>

const program = join(import.meta.dirname, '../market/memory-process.ts')

/** What a product and an order hold in memory after a start, and in which parts of the market. */
export async function benchMemory(scale: Scale): Promise<Result[]> {
  const { products, startOrders: orders } = scale
  const few = await bytesOf(await makeMarket(Math.ceil(products / 10)))
  const many = await bytesOf(await makeMarket(products))
  const sold = await bytesOf(await grownMarket({ products, orders }))
  const perProduct = difference(many, few, products - Math.ceil(products / 10))
  const perOrder = difference(sold, many, orders)
  console.log('\n## Memory after a start, bytes each\n')
  const parts = Object.keys(many).map((part) => [part, show(perProduct[part]), show(perOrder[part])])
  console.log(table(['', `a product, of ${products}`, `an order, of ${orders}`], parts))
  return [result('a product', perProduct), result('an order', perOrder)]
}

const bytesOf = (market: string): Promise<Bytes> =>
  onCopy(market, async (folder) => {
    const child = spawn(...nodeCommand([program, '--folder', folder]), {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    return (await json(child.stdout)) as Bytes
  })

const difference = (more: Bytes, less: Bytes, count: number): Bytes =>
  Object.fromEntries(Object.entries(more).map(([part, bytes]) => [part, (bytes - less[part]!) / count]))

const show = (bytes = 0): string => String(Math.round(bytes))

const result = (what: string, { all = Number.NaN }: Bytes): Result => ({
  row: '6',
  what: `bytes of ${what} after a start`,
  goal: '',
  figures: [all],
  figure: spread([all]),
  limit: '',
  ratio: '',
  verdict: 'shown',
})
