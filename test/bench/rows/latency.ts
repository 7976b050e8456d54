import { setTimeout as delay } from 'node:timers/promises'
import { type Acknowledged, Buyers } from '../load/buyers.ts'
import { askAlone, fdatasyncMs } from '../load/probes.ts'
import { sell, startEcho } from '../load/selling.ts'
import { audit } from '../market/audit.ts'
import { makeMarket, onCopy } from '../market/small-market.ts'
import { compared, type Result, table } from '../report.ts'
import type { Scale } from '../scale.ts'
import type { Measured } from '../servers/measured.ts'
import { startSouk } from '../servers/souk.ts'
import { median, percentile, spread } from '../statistics.ts'
import type { RequestBody } from '../wire/masked-frame.ts'
import { echoRequest, shapes } from '../wire/requests.ts'

/** How long a server lets its buyers wait, in ms. */
interface Latency {
  p50: number
  p99: number
  /** The median of a client that is alone. */
  alone: number
}

/** How many requests of one client that is alone, and appends to the disk. */
const aloneCount = ({ measureMs }: Scale): number => Math.ceil(measureMs / 12)

/**
 * Row 3. Latency at half of Souk's own maximum, each request counted from when it was due, beside an echo that is
 * asked as often; and that of one client alone on an idle server; and what one fdatasync takes on that disk.
 */
export async function benchLatency(scale: Scale): Promise<Result[]> {
  const market = await makeMarket(scale.products)
  const measureMs = Math.min(scale.measureMs, 3_000)
  const { perSecond } = await sell(market, { scale, measureMs, bodyOf: () => shapes.plain(1) })
  const rate = perSecond / 2
  const echoes: Latency[] = []
  const purchases: Latency[] = []
  const syncs: number[] = []
  for (let repetition = 0; repetition < scale.repetitions; repetition += 1) {
    echoes.push(await latencyOfEcho(scale, rate))
    await onCopy(market, async (folder) => {
      syncs.push(fdatasyncMs(folder, aloneCount(scale)))
      purchases.push(await latencyOfSouk(folder, scale, rate))
    })
  }
  print(rate, { echoes, purchases, syncs })
  return resultsOf({ echoes, purchases, syncs })
}

interface Figures {
  echoes: readonly Latency[]
  purchases: readonly Latency[]
  syncs: readonly number[]
}

async function latencyOfEcho(scale: Scale, rate: number): Promise<Latency> {
  const server = await startEcho()
  return latencyOf(server, scale, rate, echoRequest)
    .then(({ latency }) => latency)
    .finally(() => server.stop())
}

async function latencyOfSouk(folder: string, scale: Scale, rate: number): Promise<Latency> {
  const server = await startSouk(folder)
  const { latency, acknowledged } = await latencyOf(server, scale, rate, shapes.plain(1)).finally(() =>
    server.stop(),
  )
  await audit(folder, acknowledged)
  return latency
}

async function latencyOf(
  server: Measured,
  scale: Scale,
  rate: number,
  body: RequestBody,
): Promise<{ latency: Latency; acknowledged: Acknowledged[] }> {
  const { port } = server
  const buyers = await Buyers.connect({
    port,
    count: scale.buyers,
    auth: { watch: false },
    bodyOf: () => body,
  })
  buyers.askAt(rate)
  await delay(scale.warmUpMs)
  const latenciesMs: number[] = []
  buyers.tally.latenciesMs = latenciesMs
  await delay(scale.measureMs)
  buyers.tally.latenciesMs = null
  await buyers.stop()
  buyers.close()
  await delay(Math.min(1_000, scale.measureMs))
  const alone = await askAlone(port, body, aloneCount(scale))
  return {
    latency: {
      p50: percentile(latenciesMs, 0.5),
      p99: percentile(latenciesMs, 0.99),
      alone: median(alone.latenciesMs),
    },
    acknowledged: [...buyers.acknowledged, ...alone.acknowledged],
  }
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
