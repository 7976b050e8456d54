import { setTimeout as delay } from 'node:timers/promises'
import { askAlone, fdatasyncMs } from '../load/probes.ts'
import { asking, onEcho, onMarket } from '../load/selling.ts'
import { inTurn, type Measurement } from '../load/turns.ts'
import { makeMarket } from '../market/small-market.ts'
import { compared, type Result, table } from '../report.ts'
import type { Scale } from '../scale.ts'
import { snapshotMaker } from '../servers/souk.ts'
import { median, percentile, spread } from '../statistics.ts'
import { shapes } from '../wire/requests.ts'

/** A server's latency, in ms. */
interface Latency {
  p50: number
  p99: number
  /** The median of a single client. */
  alone: number
}

/** How many requests of one client that is alone, and appends to the disk. */
const aloneCount = ({ measureMs }: Scale): number => Math.ceil(measureMs / 12)
/** What is looked for while a snapshot ends. */
const lookMs = 50

/**
 * Row 3. Latency at half of Souk's own maximum, each request counted from when it was due, beside an echo that is
 * asked as often, in turn; and that of one client alone on an idle server; and what one fdatasync takes on that disk.
 */
export async function benchLatency(scale: Scale): Promise<Result[]> {
  const market = await makeMarket(scale.products)
  const bodyOf = () => shapes.plain(1)
  const { result } = await onMarket(market, {}, ({ server, folder, connect }) =>
    onEcho(scale, async (echo) => {
      const buyers = await connect(scale.buyers, bodyOf)
      const once = { ...scale, repetitions: 1, measureMs: Math.min(scale.measureMs, 3_000) }
      const [fastest] = await inTurn([asking(server, buyers)], once)
      const rate = fastest![0]!.perSecond / 2
      const souk = asking(server, buyers, rate)
      const end = async (): Promise<void> => {
        await souk.end()
        await noSnapshot(server.pid)
      }
      // A turn is as long as a repetition, so that the market's periodic work falls into its own time.
      const loads = [asking(echo.server, echo.buyers, rate), { ...souk, end }]
      const [ofEcho = [], ofSouk = []] = await inTurn(loads, scale, { turnMs: scale.measureMs })
      const syncs: number[] = []
      const alone = { echo: [] as number[], souk: [] as number[] }
      const oneOfSouk = await connect(1, bodyOf)
      const oneOfEcho = await echo.connect(1)
      for (let repetition = 0; repetition < scale.repetitions; repetition += 1) {
        syncs.push(fdatasyncMs(folder, aloneCount(scale)))
        alone.echo.push(median(await askAlone(oneOfEcho, aloneCount(scale))))
        alone.souk.push(median(await askAlone(oneOfSouk, aloneCount(scale))))
      }
      return { rate, echoes: latencies(ofEcho, alone.echo), purchases: latencies(ofSouk, alone.souk), syncs }
    }),
  )
  print(result.rate, result)
  return resultsOf(result)
}

/** A snapshot in progress would slow down what is measured next. */
async function noSnapshot(pid: number): Promise<void> {
  while (snapshotMaker(pid) !== null) await delay(lookMs)
}

const latencies = (measured: readonly Measurement[], alone: readonly number[]): Latency[] =>
  measured.map(({ latenciesMs }, index) => ({
    p50: percentile(latenciesMs, 0.5),
    p99: percentile(latenciesMs, 0.99),
    alone: alone[index]!,
  }))

interface Figures {
  echoes: readonly Latency[]
  purchases: readonly Latency[]
  syncs: readonly number[]
}

function print(rate: number, { echoes, purchases, syncs }: Figures): void {
  console.log(`\n## 3 Latency at ${Math.round(rate)} requests/s, half of Souk's maximum, ms\n`)
  const row = (name: string, latencies: readonly Latency[]): string[] => [
    name,
    spread(latencies.map(({ p50 }) => p50)),
    spread(latencies.map(({ p99 }) => p99)),
    spread(latencies.map(({ alone }) => alone)),
  ]
  const head = ['', 'p50', 'p99', 'p50 alone on an idle server']
  console.log(table(head, [row('Socket.IO ack echo', echoes), row('Souk, durable purchases', purchases)]))
  console.log(`\nfdatasync of an append on the same disk: ${spread(syncs)} ms`)
}

function resultsOf({ echoes, purchases, syncs }: Figures): Result[] {
  const result = (
    what: string,
    goal: string,
    of: (latency: Latency) => number,
    more: (sync: number) => number,
  ) =>
    compared(
      { row: '3', what, goal },
      purchases.map(of),
      echoes.map((each, index) => of(each) + more(syncs[index]!)),
      (ratio) => ratio <= 1,
    )
  return [
    result(
      'latency at half load, p50 ms',
      '≤ echo + 2 fdatasync + 1',
      ({ p50 }) => p50,
      (sync) => 2 * sync + 1,
    ),
    result(
      'latency at half load, p99 ms',
      '≤ echo + 5',
      ({ p99 }) => p99,
      () => 5,
    ),
    result(
      'latency alone, p50 ms',
      '≤ echo + fdatasync + 1',
      ({ alone }) => alone,
      (sync) => sync + 1,
    ),
  ]
}
