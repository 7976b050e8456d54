import { setTimeout as delay } from 'node:timers/promises'
import { Audience } from '../load/audience.ts'
import { ReturningBuyer, untilItWorks } from '../load/returning.ts'
import type { Watcher } from '../load/watcher.ts'
import { audit } from '../market/audit.ts'
import { makeMarket, onCopy } from '../market/small-market.ts'
import { bounded, type Result, table } from '../report.ts'
import type { Scale } from '../scale.ts'
import { startSouk } from '../servers/souk.ts'
import { spread } from '../statistics.ts'
import { sourceAddress } from '../wire/raw-socket-io.ts'

interface Stampede {
  /** From the process' start until it listens. */
  listensS: number
  /** From the process' start until every client got its one change. */
  inStepS: number
  resets: number
  /** From the process' start, over the buyers: the last one's first success, and the longest time without one. */
  firstSuccessS: number
  longestWaitS: number
}

const inStepMsMax = 20_000

/**
 * Row 7. The market is killed and started again; all clients come back at once with what they have, and some buyers
 * go on buying. Each client must get exactly what it missed: then this throws.
 */
export async function benchStampede(scale: Scale): Promise<Result[]> {
  const market = await makeMarket(scale.products)
  const all: Stampede[] = []
  for (let repetition = 0; repetition < scale.repetitions; repetition += 1)
    all.push(await onCopy(market, (folder) => stampede(folder, scale)))
  const of = (figure: (each: Stampede) => number): number[] => all.map(figure)
  console.log(`\n## 7 ${scale.stampede} clients after a restart, s from the start of the process\n`)
  const head = [
    'listens',
    'all in step',
    'resets',
    `${scale.stampedeBuyers} buyers' first success`,
    'longest wait',
  ]
  const figures = [
    of(({ listensS }) => listensS),
    of(({ inStepS }) => inStepS),
    of(({ resets }) => resets),
    of(({ firstSuccessS }) => firstSuccessS),
    of(({ longestWaitS }) => longestWaitS),
  ]
  console.log(table(head, [figures.map(spread)]))
  const about = (what: string, goal: string) => ({
    row: '7',
    what: `${scale.stampede} clients, ${what}`,
    goal,
  })
  return [
    bounded(about('all in step, s', '≤ 10'), figures[1]!, 10),
    bounded(about('resets', '0'), figures[2]!, 0, (resets) => Math.max(...resets)),
    bounded(about("a buyer's longest wait, s", 'not shut out: ≤ 10'), figures[4]!, 10),
  ]
}

async function stampede(folder: string, scale: Scale): Promise<Stampede> {
  const first = await startSouk(folder)
  const { port } = first
  const audience = await Audience.open(port, scale.stampede)
  const buyers = Array.from({ length: scale.stampedeBuyers }, (_, index) => new ReturningBuyer(port, index))
  await delay(Math.min(scale.warmUpMs, 2_000))
  await first.stop('SIGKILL')
  const startedAt = performance.now()
  const starting = startSouk(folder, { environment: { PORT: String(port) } })
  const returning = audience.watchers.map((watcher, index) => comeBack(watcher, port, sourceAddress(index)))
  const second = await starting
  try {
    const listensAt = performance.now()
    await Promise.all(returning)
    const inStepAt = await allInStep(audience)
    await delay(Math.min(scale.warmUpMs, 2_000))
    for (const buyer of buyers) await buyer.end()
    await audience.settle(port)
    const seconds = (ms: readonly number[]): number => Math.max(...ms) / 1_000
    return {
      listensS: (listensAt - startedAt) / 1_000,
      inStepS: (inStepAt - startedAt) / 1_000,
      resets: audience.watchers.reduce((sum, { resets }) => sum + resets, 0),
      firstSuccessS: seconds(buyers.map((buyer) => buyer.firstSuccessMs(startedAt))),
      longestWaitS: seconds(buyers.map((buyer) => buyer.longestWaitMs(startedAt))),
    }
  } finally {
    audience.close()
    await second.stop()
    await audit(
      folder,
      buyers.flatMap(({ acknowledged }) => acknowledged),
    )
  }
}

/** Tries again until it is let in. */
const comeBack = (watcher: Watcher, port: number, address: string): Promise<void> =>
  untilItWorks(
    () => watcher.connect(port, address),
    () => true,
  )

/** When the last of them had its first change. */
async function allInStep({ watchers }: Audience): Promise<number> {
  const startedAt = performance.now()
  const waiting = (): Watcher[] => watchers.filter(({ inStepAt }) => inStepAt === null)
  while (waiting().length > 0) {
    if (performance.now() - startedAt > inStepMsMax)
      throw new Error(`${waiting().length} clients got no change ${JSON.stringify(waiting().map(({isOpen, resets, position, changes})=>({isOpen,resets,position,changes})))}`)
    await delay(20)
  }
  return Math.max(...watchers.map(({ inStepAt }) => inStepAt ?? 0))
}
