import { setTimeout as delay } from 'node:timers/promises'
import { Audience } from '../load/audience.ts'
import { Buyers } from '../load/buyers.ts'
import { measure, type Speed } from '../load/measure.ts'
import { type Staleness, StalenessMeter } from '../load/staleness.ts'
import { audit } from '../market/audit.ts'
import { makeMarket, onCopy } from '../market/small-market.ts'
import { bounded, type Result, table } from '../report.ts'
import type { Scale } from '../scale.ts'
import type { Measured } from '../servers/measured.ts'
import { startSouk } from '../servers/souk.ts'
import { spread } from '../statistics.ts'
import { shapes } from '../wire/requests.ts'

type Stale = Staleness & Speed

/**
 * Row 5. How old what watchers see is, from when a purchase was due until a change with it is there, while so many
 * are sold a second; and that none of the watchers missed anything: then this throws.
 */
export async function benchStaleness(scale: Scale): Promise<Result[]> {
  const market = await makeMarket(scale.products)
  const [goalRate = 0, ...otherRates] = scale.stalenessRates
  const stale = new Map<number, Stale[]>()
  for (const rate of scale.stalenessRates) stale.set(rate, [])
  for (let repetition = 0; repetition < scale.repetitions; repetition += 1) {
    const rates = repetition === 0 ? [goalRate, ...otherRates] : [goalRate]
    for (const rate of rates)
      stale.get(rate)!.push(await onCopy(market, (folder) => stalenessAt(folder, rate, scale)))
  }
  print(scale, stale)
  const figures = stale.get(goalRate)!
  const about = (what: string, goal: string) => ({
    row: '5',
    what: `staleness at ${goalRate} purchases/s, ${scale.audience} watchers, ${what}`,
    goal,
  })
  const worst = (ms: readonly number[]): number => Math.max(...ms)
  return [
    bounded(
      about('p99 ms', '≤ 300'),
      figures.map(({ p99 }) => p99),
      300,
    ),
    bounded(
      about('worst ms', '≤ 1,000'),
      figures.map(({ max }) => max),
      1_000,
      worst,
    ),
    bounded(
      about('watchers that missed something', '0'),
      figures.map(() => 0),
      0,
    ),
  ]
}

async function stalenessAt(folder: string, rate: number, scale: Scale): Promise<Stale> {
  const server = await startSouk(folder)
  try {
    const audience = await Audience.open(server.port, scale.audience)
    const auth = { watch: false }
    const count = scale.buyers
    const bodyOf = () => shapes.plain(1)
    const buyers = await Buyers.connect({ port: server.port, count, auth, bodyOf })
    const stale = await watch(server, { audience, buyers, rate, scale })
    buyers.close()
    audience.close()
    await server.stop()
    await audit(folder, buyers.acknowledged)
    return stale
  } finally {
    await server.stop()
  }
}

async function watch(
  server: Measured,
  { audience, buyers, rate, scale }: { audience: Audience; buyers: Buyers; rate: number; scale: Scale },
): Promise<Stale> {
  const meter = new StalenessMeter()
  audience.onChange = (from, seq) => meter.arrived(from, seq)
  buyers.tally.onSuccess = (buffer, start, end, dueAt) => meter.bought(seqOf(buffer, start, end), dueAt)
  buyers.askAt(rate)
  await delay(scale.warmUpMs)
  const fromAt = performance.now()
  const speed = await measure(server, () => buyers.tally.succeeded, scale.measureMs)
  const toAt = performance.now()
  await buyers.stop()
  await audience.settle(server.port)
  return { ...speed, ...meter.of(fromAt, toAt) }
}

/** A reply to a command ends with its place in the history: `"seq":554}]`. */
function seqOf(buffer: Buffer, start: number, end: number): number {
  const text = buffer.toString('latin1', Math.max(start, end - 32), end)
  const seq = /"seq":(\d+)\}\]$/.exec(text)?.[1]
  if (seq === undefined) throw new Error(`an unknown reply: ${buffer.toString('utf8', start, end)}`)
  return Number(seq)
}

function print(scale: Scale, stale: ReadonlyMap<number, readonly Stale[]>): void {
  console.log(`\n## 5 Staleness with ${scale.audience} watchers, ms from due to seen\n`)
  const head = ['purchases/s', 'sold/s', 'p50', 'p99', 'worst', 'server CPU %', 'load CPU %']
  const rows = [...stale]
    .sort(([one], [other]) => one - other)
    .map(([rate, all]) => [
      String(rate),
      spread(all.map(({ perSecond }) => perSecond)),
      spread(all.map(({ p50 }) => p50)),
      spread(all.map(({ p99 }) => p99)),
      spread(all.map(({ max }) => max)),
      spread(all.map(({ serverShare }) => serverShare * 100)),
      spread(all.map(({ loadShare }) => loadShare * 100)),
    ])
  console.log(table(head, rows))
  console.log('\nNone of the watchers missed anything: every change went on where the one before ended.')
}
