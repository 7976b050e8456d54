import { randomInt } from 'node:crypto'
import type { Speed } from '../load/measure.ts'
import { echo, type Sold, sell } from '../load/selling.ts'
import { makeMarket } from '../market/small-market.ts'
import { compared, type Result, table } from '../report.ts'
import type { Scale } from '../scale.ts'
import { printProfile } from '../servers/profile.ts'
import { percentile, spread } from '../statistics.ts'
import { RequestFrames, unmasked } from '../wire/masked-frame.ts'
import { sentByRealClient } from '../wire/real-client.ts'
import { plainPurchase, type Shape, shapes } from '../wire/requests.ts'

export interface PurchasesOptions {
  /** Only this way of writing a purchase; all of them when absent. */
  shape?: Shape | undefined
  profile?: boolean | undefined
}

type Measurement = Speed & { latenciesMs: readonly number[] }

/**
 * Row 1. Durable purchases a second of one product, acknowledged after fdatasync, beside a bare Socket.IO ack echo
 * that is asked the same before and after; then other ways of writing them, and other products.
 */
export async function benchPurchases(scale: Scale, options: PurchasesOptions = {}): Promise<Result[]> {
  await checkFrames()
  const market = await makeMarket(scale.products)
  const profile = options.profile ? 'purchases' : undefined
  const bodyOf = () => shapes[options.shape ?? 'plain'](1)
  const echoes: Measurement[] = [await echo(scale)]
  const sold: Sold[] = []
  for (let repetition = 0; repetition < scale.repetitions; repetition += 1) {
    sold.push(await sell(market, { scale, bodyOf, untilSnapshot: repetition === 0, profile }))
    echoes.push(await echo(scale))
  }
  const limits = sold.map((_, index) => (echoes[index]!.perSecond + echoes[index + 1]!.perSecond) / 2)
  console.log(`\n## 1 Purchases: ${scale.buyers} buyers, one request in flight each\n`)
  printSpeeds([
    ['Socket.IO ack echo', echoes],
    [`Souk, durable purchases${options.shape ? `, ${options.shape}` : ''}`, sold],
  ])
  printSnapshots(sold)
  if (profile) printProfile(profile)
  const result = compared(
    { row: '1', what: 'durable purchases/s beside the echo', goal: '≥ 1.0 ×' },
    sold.map(({ perSecond }) => perSecond),
    limits,
    (ratio) => ratio >= 1,
  )
  return options.shape ? [result] : [result, ...(await benchShapes(scale, market))]
}

/** How each server did, a line each. */
export function printSpeeds(lines: readonly [name: string, speeds: readonly Measurement[]][]): void {
  const head = ['', 'per second', 'server CPU µs each', 'server CPU %', 'load CPU %', 'p50 ms', 'p99 ms']
  const rows = lines.map(([name, speeds]) => [
    name,
    spread(speeds.map(({ perSecond }) => perSecond)),
    spread(speeds.map(({ cpuMicroseconds }) => cpuMicroseconds)),
    spread(speeds.map(({ serverShare }) => serverShare * 100)),
    spread(speeds.map(({ loadShare }) => loadShare * 100)),
    spread(speeds.map(({ latenciesMs }) => percentile(latenciesMs, 0.5))),
    spread(speeds.map(({ latenciesMs }) => percentile(latenciesMs, 0.99))),
  ])
  console.log(table(head, rows))
}

/** Says in which runs a snapshot was completed, and what the verifier found. */
export function printSnapshots(sold: readonly Sold[]): void {
  const orders = sold.reduce((sum, each) => sum + each.orders, 0)
  const runs = sold.map(
    ({ seconds, snapshots }) => `${seconds.toFixed(1)} s ${snapshots ? 'with' : 'WITHOUT'}`,
  )
  console.log(`\n${orders} acknowledged orders, all found in their journals, which the verifier finds sound.`)
  console.log(`Measured, with a snapshot completed meanwhile or without: ${runs.join(', ')}`)
}

/** The frames' texts must be what a real client sends. */
async function checkFrames(): Promise<void> {
  const prefix = '7d0e9a52-3f0c-4c7e-9a55-'
  const mine = unmasked(new RequestFrames(shapes.plain(1), prefix).next(true))
  const real = await sentByRealClient(plainPurchase(`${prefix}000000000000`, 1))
  if (mine !== real) throw new Error(`socket.io-client sends ${real}, and this bench ${mine}`)
}

/** Interleaved with the plain one, so that each is compared with a neighbour in time. */
async function benchShapes(scale: Scale, market: string): Promise<Result[]> {
  const others = (Object.keys(shapes) as Shape[]).filter((shape) => shape !== 'plain')
  const variants: [name: string, bodyOf: (index: number) => ReturnType<(typeof shapes)[Shape]>][] = [
    ...others.map((shape): (typeof variants)[0] => [shape, () => shapes[shape](1)]),
    ['one of all products each', () => shapes.plain(randomInt(1, scale.products + 1))],
  ]
  const measureMs = Math.min(scale.measureMs, 2_000)
  const figures = new Map<string, { plain: number; perSecond: number }[]>()
  for (let repetition = 0; repetition < scale.repetitions; repetition += 1) {
    let before = await sell(market, { scale, measureMs, bodyOf: () => shapes.plain(1) })
    for (const [name, bodyOf] of variants) {
      const { perSecond } = await sell(market, { scale, measureMs, bodyOf })
      const after = await sell(market, { scale, measureMs, bodyOf: () => shapes.plain(1) })
      const plain = (before.perSecond + after.perSecond) / 2
      figures.set(name, [...(figures.get(name) ?? []), { plain, perSecond }])
      before = after
    }
  }
  return [...figures].map(([name, pairs]) => {
    const about = { row: '1', what: `purchases/s: ${name}`, goal: '≥ 0.9 × plain' }
    const result = compared(
      about,
      pairs.map(({ perSecond }) => perSecond),
      pairs.map(({ plain }) => plain),
      (ratio) => ratio >= 0.9,
    )
    return name in shapes ? result : { ...result, goal: '', verdict: 'shown' }
  })
}
