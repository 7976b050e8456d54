import { setTimeout as delay } from 'node:timers/promises'
import { Audience } from '../load/audience.ts'
import { ReturningBuyer, untilItWorks } from '../load/returning.ts'
import type { Watcher } from '../load/watcher.ts'
import { audit } from '../market/audit.ts'
import { makeMarket, onCopy } from '../market/small-market.ts'
import { bounded, type Result, table } from '../report.ts'
import type { Scale } from '../scale.ts'
import { printProfile, profiled } from '../servers/profile.ts'
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
  /** Of one core, until all were in step. */
  serverShare: number
  loadShare: number
}

const inStepMsMax = 60_000

/**
 * Row 7. The market is killed and started again; all clients come back at once with what they have, and some buyers
 * go on buying. Throws when a client that came back missed anything.
 */
export async function benchStampede(scale: Scale, { profile = false } = {}): Promise<Result[]> {
  const market = await makeMarket(scale.products)
  const all: Stampede[] = []
  for (let repetition = 0; repetition < scale.repetitions; repetition += 1)
    all.push(await onCopy(market, (folder) => stampede(folder, scale, profile)))
  if (profile) printProfile('stampede')
  const of = (figure: (each: Stampede) => number): number[] => all.map(figure)
  console.log(`\n## 7 ${scale.stampede} clients after a restart, s from the start of the process\n`)
  const head = [
    'listens',
    'all in step',
    'resets',
    `${scale.stampedeBuyers} buyers' first success`,
    'longest wait',
    'server CPU %',
    'load CPU %',
  ]
  const figures = [
    of(({ listensS }) => listensS),
    of(({ inStepS }) => inStepS),
    of(({ resets }) => resets),
    of(({ firstSuccessS }) => firstSuccessS),
    of(({ longestWaitS }) => longestWaitS),
    of(({ serverShare }) => serverShare * 100),
    of(({ loadShare }) => loadShare * 100),
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

async function stampede(folder: string, scale: Scale, profile: boolean): Promise<Stampede> {
  const first = await startSouk(folder)
  const { port } = first
  const audience = await Audience.open(port, scale.stampede)
  const buyers = Array.from({ length: scale.stampedeBuyers }, (_, index) => new ReturningBuyer(port, index))
  await delay(Math.min(scale.warmUpMs, 2_000))
  await first.stop('SIGKILL')
  const startedAt = performance.now()
  const cpuBefore = process.cpuUsage()
  const { nodeOptions = [], environment = {} } = profile ? profiled('stampede') : {}
  const starting = startSouk(folder, { nodeOptions, environment: { ...environment, PORT: String(port) } })
  const returning = audience.watchers.map((watcher, index) => comeBack(watcher, port, sourceAddress(index)))
  const second = await starting
  try {
    const listensAt = performance.now()
    if (profile) second.tell('SIGUSR2')
    await Promise.race([Promise.all(returning), delay(inStepMsMax, undefined, { ref: false })])
    if (profile) second.tell('SIGUSR2')
    const inStepAt = Math.max(
      ...audience.watchers.map(({ inStepAt }) => inStepAt ?? Number.POSITIVE_INFINITY),
    )
    const { user, system } = process.cpuUsage(cpuBefore)
    const seconds = (Math.min(inStepAt, performance.now()) - startedAt) / 1_000
    const loadShare = (user + system) / 1e6 / seconds
    const serverShare = second.cpuMs() / 1_000 / seconds
    await delay(Math.min(scale.warmUpMs, 2_000))
    await Promise.all(buyers.map((buyer) => buyer.end()))
    if (Number.isFinite(inStepAt)) await audience.settle(port, { resets: true })
    const worst = (ms: readonly number[]): number => Math.max(...ms) / 1_000
    return {
      listensS: (listensAt - startedAt) / 1_000,
      inStepS: (inStepAt - startedAt) / 1_000,
      serverShare,
      loadShare,
      resets: audience.watchers.reduce((sum, { resets }) => sum + resets, 0),
      firstSuccessS: worst(buyers.map((buyer) => buyer.firstSuccessMs(startedAt))),
      longestWaitS: worst(buyers.map((buyer) => buyer.longestWaitMs(startedAt))),
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

/** Connects until it has its first change, also after being cut off. */
const comeBack = (watcher: Watcher, port: number, address: string): Promise<void> =>
  untilItWorks(
    () => watcher.comeBack(port, address),
    () => true,
  )
