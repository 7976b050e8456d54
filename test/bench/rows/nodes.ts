import type { TestPostgres } from '../../support/drivers/postgres.ts'
import { NodesLoad, WatchedNodes } from '../load/nodes.ts'
import { asking, onMarket } from '../load/selling.ts'
import { inTurn, type Load, type Measurement } from '../load/turns.ts'
import { onNodes, onPostgres, type RunningNodes } from '../market/database.ts'
import { makeMarket } from '../market/small-market.ts'
import { bounded, compared, type Result, table } from '../report.ts'
import type { Scale } from '../scale.ts'
import { printProfile, profiled } from '../servers/profile.ts'
import { median, spread } from '../statistics.ts'
import { shapes } from '../wire/requests.ts'
import { printSpeeds } from './purchases.ts'

const counts = [1, 2, 4] as const

/** What some number of nodes did, on a database of their own. */
interface Figures {
  nodes: number
  sold: readonly Measurement[]
  /** The same at half that speed. */
  half: readonly Measurement[]
  leastShares: readonly number[]
  worstP99s: readonly number[]
  /** Microseconds of the database's CPU time for each order. */
  databaseCpu: readonly number[]
}

const speeds = (measured: readonly Measurement[]): number[] => measured.map(({ perSecond }) => perSecond)

/**
 * Row 10. Durable purchases a second of one node on PostgreSQL beside those of a file journal, and of several nodes of
 * one market beside those of one, in turn. The database and all nodes share the servers' core: the figures show what nodes
 * cost, not what further cores would gain.
 */
export async function benchNodes(scale: Scale, { profile }: { profile?: boolean } = {}): Promise<Result[]> {
  if (profile) return onPostgres((postgres) => profileOne(postgres, scale))
  const market = await makeMarket(scale.products)
  const { result, orders } = await onMarket(market, {}, async ({ server, connect }) => {
    const buyers = await connect(scale.buyers, () => shapes.plain(1))
    return onPostgres((postgres) => measureAll(postgres, scale, asking(server, buyers)))
  })
  print(scale, result)
  console.log(`\n${orders + result.orders} acknowledged orders, all found in their journals.`)
  return resultsOf(result)
}

interface Measured {
  file: readonly Measurement[]
  figures: readonly Figures[]
  deliveries: readonly (readonly Measurement[])[]
  orders: number
}

async function measureAll(postgres: TestPostgres, scale: Scale, file: Load): Promise<Measured> {
  const opened: RunningNodes[] = []
  let orders = 0
  const withNext = async (): Promise<Omit<Measured, 'orders'>> => {
    const count = counts[opened.length]
    if (count === undefined) return measure(postgres, scale, file, opened)
    const done = await onNodes(postgres, { count, scale }, (nodes) => {
      opened.push(nodes)
      return withNext()
    })
    orders += done.orders
    return done.result
  }
  return { ...(await withNext()), orders }
}

async function measure(
  postgres: TestPostgres,
  scale: Scale,
  file: Load,
  opened: readonly RunningNodes[],
): Promise<Omit<Measured, 'orders'>> {
  const loads = opened.map((nodes) => new NodesLoad(nodes, postgres))
  const [ofFile = [], ...sold] = await inTurn([file, ...loads], scale)
  const halves = opened.map(
    (nodes, index) => new NodesLoad(nodes, postgres, median(speeds(sold[index]!)) / 2),
  )
  const half = await inTurn(halves, scale)
  const { repetitions } = scale
  const figures = opened.map(
    (nodes, index): Figures => ({
      nodes: nodes.servers.length,
      sold: sold[index]!,
      half: half[index]!,
      leastShares: loads[index]!.leastShares(repetitions),
      worstP99s: halves[index]!.worstP99s(repetitions),
      databaseCpu: loads[index]!.databaseCpu(repetitions),
    }),
  )
  return { file: ofFile, figures, deliveries: await deliver(opened.slice(0, 2), scale) }
}

async function deliver(opened: readonly RunningNodes[], scale: Scale): Promise<Measurement[][]> {
  const watched: WatchedNodes[] = []
  for (const nodes of opened) watched.push(await WatchedNodes.open(nodes, scale))
  const measured = await inTurn(watched, scale)
  for (const each of watched) each.close()
  return measured
}

async function profileOne(postgres: TestPostgres, scale: Scale): Promise<Result[]> {
  const options = profiled('nodes')
  const { result } = await onNodes(postgres, { count: 1, scale, options }, async (nodes) => {
    const [server] = nodes.servers
    server!.tell('SIGUSR2')
    const [sold = []] = await inTurn([new NodesLoad(nodes, postgres)], scale)
    server!.tell('SIGUSR2')
    return sold
  })
  printSpeeds([['one node on PostgreSQL', result]])
  printProfile('nodes')
  const about = { row: '10', what: 'purchases/s of one node, profiled', goal: '' }
  return [{ ...bounded(about, speeds(result), 0), limit: '', verdict: 'shown' }]
}

const named = ({ nodes }: Figures): string => `PostgreSQL, ${nodes} ${nodes === 1 ? 'node' : 'nodes'}`

function print(scale: Scale, { file, figures, deliveries }: Measured): void {
  console.log(`\n## 10 Nodes: ${scale.buyers} buyers, one request in flight each\n`)
  printSpeeds([
    ['file journal', file],
    ...figures.map((each) => [named(each), each.sold] as const),
    ...figures.map((each) => [`${named(each)}, at half of that`, each.half] as const),
  ])
  const [one] = figures
  const cpuOf = ({ sold }: Figures): number => median(sold.map(({ cpuMicroseconds }) => cpuMicroseconds))
  const rows = figures.map((each) => [
    named(each),
    spread(each.leastShares),
    spread(each.worstP99s),
    spread(each.databaseCpu),
    each === one ? '' : ((cpuOf(each) - cpuOf(one!)) / (each.nodes - 1)).toFixed(1),
  ])
  const head = ['', 'least share', 'worst p99 at half, ms', 'database CPU µs each', 'CPU µs per further node']
  console.log(`\n${table(head, rows)}`)
  const delivered = deliveries.map((measured, index) => [
    named(figures[index]!),
    spread(speeds(measured)),
    spread(measured.map(({ cpuMicroseconds }) => cpuMicroseconds)),
  ])
  console.log(`\n${table(['', 'deliveries/s', 'CPU µs each, restocks included'], delivered)}`)
}

function resultsOf({ file, figures, deliveries }: Measured): Result[] {
  const row = '10'
  const [one, two, four] = figures as [Figures, Figures, Figures]
  const beside = (what: string, goal: number, mine: readonly Measurement[], limit: readonly Measurement[]) =>
    compared({ row, what, goal: `≥ ${goal} ×` }, speeds(mine), speeds(limit), (ratio) => ratio >= goal)
  const several = [two, four].flatMap(({ nodes, leastShares, worstP99s }) => [
    compared(
      { row, what: `share of the least served of ${nodes} nodes`, goal: '≥ 0.9' },
      leastShares,
      leastShares.map(() => 1),
      (share) => share >= 0.9,
    ),
    bounded(
      { row, what: `p99 of the worst of ${nodes} nodes at half load, ms`, goal: '≤ 100' },
      worstP99s,
      100,
    ),
  ])
  const [ofOne = [], ofTwo = []] = deliveries
  return [
    beside('purchases/s of one node beside the file journal', 0.7, one.sold, file),
    beside('purchases/s of 2 nodes beside one', 0.75, two.sold, one.sold),
    beside('purchases/s of 4 nodes beside one', 0.5, four.sold, one.sold),
    ...several,
    {
      ...beside('deliveries/s of 2 nodes beside one', 1.8, ofTwo, ofOne),
      goal: '≥ 1.8 × with a core each',
      verdict: 'shown',
    },
  ]
}
