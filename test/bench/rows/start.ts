import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { grownJournal, grownMarket } from '../market/grown-market.ts'
import { onCopy } from '../market/small-market.ts'
import { compared, type Result, table } from '../report.ts'
import type { Scale } from '../scale.ts'
import { nodeCommand } from '../servers/measured.ts'
import { startSouk } from '../servers/souk.ts'
import { spread } from '../statistics.ts'

interface Opening {
  ms: number
  readBytes: number
}

/** How one folder is opened, and read and parsed. */
interface Openings {
  from: string
  souk: Opening[]
  parse: Opening[]
  listensMs: number[]
}

const program = join(import.meta.dirname, '../market/opening-process.ts')

/**
 * Row 9. How long a market takes to be ready, from its journal alone and from a snapshot, beside reading, checksumming
 * and parsing the same bytes; each in a process of its own, on one core.
 */
export async function benchStart(scale: Scale): Promise<Result[]> {
  const size = { products: scale.products, orders: scale.startOrders }
  const all: Openings[] = []
  for (const [from, folder] of [
    ['the journal alone', await grownJournal(size)],
    ['a snapshot', await grownMarket(size)],
  ] as const)
    all.push(await onCopy(folder, (copy) => openings(from, copy, scale)))
  console.log(`\n## 9 Starting with ${scale.startOrders} orders, ms\n`)
  const head = [
    'from',
    'ready',
    'read, checksum, JSON.parse',
    'process until it listens',
    'MB read',
    'MB parsed',
  ]
  const mb = (openings: readonly Opening[]): string =>
    spread(openings.map(({ readBytes }) => readBytes / 1e6))
  const ms = (openings: readonly Opening[]): number[] => openings.map((opening) => opening.ms)
  const rows = all.map(({ from, souk, parse, listensMs }) => [
    from,
    spread(ms(souk)),
    spread(ms(parse)),
    spread(listensMs),
    mb(souk),
    mb(parse),
  ])
  console.log(table(head, rows))
  return all.map(({ from, souk, parse }) =>
    compared(
      { row: '9', what: `start from ${from}, ms`, goal: '≤ 3 × reading and parsing' },
      ms(souk),
      ms(parse),
      (ratio) => ratio <= 3,
    ),
  )
}

async function openings(from: string, folder: string, scale: Scale): Promise<Openings> {
  const found: Openings = { from, souk: [], parse: [], listensMs: [] }
  for (let repetition = 0; repetition < scale.repetitions; repetition += 1) {
    found.parse.push(await opening('parse', folder))
    found.souk.push(await opening('souk', folder))
    const startedAt = performance.now()
    const server = await startSouk(folder)
    found.listensMs.push(performance.now() - startedAt)
    await server.stop('SIGKILL')
  }
  return found
}

async function opening(what: 'souk' | 'parse', folder: string): Promise<Opening> {
  const argv = [program, '--folder', folder, '--what', what]
  const child = spawn(...nodeCommand(argv), { stdio: ['ignore', 'pipe', 'inherit'] })
  return (await json(child.stdout)) as Opening
}
