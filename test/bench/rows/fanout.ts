import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Audience } from '../load/audience.ts'
import { measure, type Speed } from '../load/measure.ts'
import { Restocks } from '../load/restocks.ts'
import { makeMarket, onCopy } from '../market/small-market.ts'
import { compared, type Result, table } from '../report.ts'
import type { Scale } from '../scale.ts'
import { startMeasured } from '../servers/measured.ts'
import { startSouk } from '../servers/souk.ts'
import { median, spread } from '../statistics.ts'
import { connectRaw, openMany, sourceAddress } from '../wire/raw-socket-io.ts'

const fanoutScript = join(import.meta.dirname, '../servers/fanout-server.ts')

/** At most so many of the limit's broadcasts are under way: one is read while the next one is written. */
const underWay = 2

/** Above this part of a core, a server is at its limit and not held back by its own pace. */
const saturatedShare = 0.9

interface Broadcasts extends Speed {
  bytes: number
}

/**
 * Row 4. Changes delivered to many watchers beside the same bytes by `ws` from one frame made before, and by
 * `io.emit`. Souk paces its ticks, and then leaves its core idle for purchases: so what is compared is deliveries
 * per second of CPU, unless its core was busy all the time.
 */
export async function benchFanout(scale: Scale): Promise<Result[]> {
  const market = await makeMarket(scale.products)
  const souk: Broadcasts[] = []
  const ws: Broadcasts[] = []
  const io: Broadcasts[] = []
  for (let repetition = 0; repetition < scale.repetitions; repetition += 1) {
    const mine = await onCopy(market, (folder) => broadcastsOfSouk(folder, scale))
    souk.push(mine)
    ws.push(await broadcastsOf('ws', mine.bytes, scale))
    io.push(await broadcastsOf('io', mine.bytes, scale))
  }
  print(scale, { souk, ws, io })
  return resultsOf(souk, ws, io)
}

async function broadcastsOfSouk(folder: string, scale: Scale): Promise<Broadcasts> {
  const server = await startSouk(folder)
  try {
    const audience = await Audience.open(server.port, scale.audience)
    const sizes: number[] = []
    audience.onChange = (_from, _seq, bytes) => {
      if (audience.deliveries % 997 === 0) sizes.push(bytes)
    }
    const restocks = new Restocks(server.port, scale.products)
    await delay(scale.warmUpMs)
    const speed = await measure(server, () => audience.deliveries, { ms: scale.measureMs })
    restocks.end()
    await audience.settle(server.port)
    audience.close()
    return { ...speed, bytes: sizes.length ? Math.round(median(sizes)) : 0 }
  } finally {
    await server.stop()
  }
}

async function broadcastsOf(kind: 'ws' | 'io', bytes: number, scale: Scale): Promise<Broadcasts> {
  const server = await startMeasured(fanoutScript, { argv: [kind, String(bytes)] })
  try {
    let deliveries = 0
    let asked = 0
    let size = 0
    const ask = (): void => {
      asked += 1
      server.say('')
    }
    const onPacket = (_buffer: Buffer, start: number, end: number): void => {
      deliveries += 1
      size = end - start
      if (deliveries >= (asked - underWay + 1) * scale.audience) ask()
    }
    const clients = await openMany(scale.audience, (index) =>
      connectRaw(
        { port: server.port, auth: {}, localAddress: sourceAddress(index) },
        { onPacket, onClose: () => undefined },
      ),
    )
    for (let under = 0; under < underWay; under += 1) ask()
    await delay(scale.warmUpMs)
    const speed = await measure(server, () => deliveries, { ms: scale.measureMs })
    for (const client of clients) client.close()
    return { ...speed, bytes: size }
  } finally {
    await server.stop()
  }
}

type Kinds = Record<'souk' | 'ws' | 'io', readonly Broadcasts[]>

function print(scale: Scale, { souk, ws, io }: Kinds): void {
  console.log(`\n## 4 Broadcasts to ${scale.audience} clients\n`)
  const head = [
    '',
    'deliveries/s',
    'broadcasts/s',
    'server CPU µs each',
    'server CPU %',
    'load CPU %',
    'bytes',
  ]
  const row = (name: string, all: readonly Broadcasts[]): string[] => [
    name,
    spread(all.map(({ perSecond }) => perSecond)),
    spread(all.map(({ perSecond }) => perSecond / scale.audience)),
    spread(all.map(({ cpuMicroseconds }) => cpuMicroseconds)),
    spread(all.map(({ serverShare }) => serverShare * 100)),
    spread(all.map(({ loadShare }) => loadShare * 100)),
    spread(all.map(({ bytes }) => bytes)),
  ]
  console.log(
    table(head, [row('ws, framed before', ws), row('io.emit', io), row('Souk, market:changed', souk)]),
  )
}

function resultsOf(
  souk: readonly Broadcasts[],
  ws: readonly Broadcasts[],
  io: readonly Broadcasts[],
): Result[] {
  const perCpuSecond = ({ cpuMicroseconds }: Broadcasts): number => 1e6 / cpuMicroseconds
  const perSecond = ({ perSecond }: Broadcasts): number => perSecond
  const isSaturated = median(souk.map(({ serverShare }) => serverShare)) >= saturatedShare
  const result = (what: string, of: (each: Broadcasts) => number, limits: readonly Broadcasts[]): Result =>
    compared({ row: '4', what, goal: '≥ 0.9 ×' }, souk.map(of), limits.map(of), (ratio) => ratio >= 0.9)
  const bySecond = result('deliveries/s beside ws framed before', perSecond, ws)
  const byCpu = result('deliveries per CPU second beside ws framed before', perCpuSecond, ws)
  const shown = { goal: '', verdict: 'shown' } as const
  return [
    isSaturated ? bySecond : { ...bySecond, ...shown, what: `${bySecond.what} (Souk paces its ticks)` },
    isSaturated ? { ...byCpu, ...shown } : byCpu,
    { ...result('deliveries per CPU second beside io.emit', perCpuSecond, io), ...shown },
  ]
}
