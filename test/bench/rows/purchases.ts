import { randomInt } from 'node:crypto'
import { asking, onEcho, onMarket } from '../load/selling.ts'
import { inTurn, type Load, type Measurement } from '../load/turns.ts'
import { makeMarket } from '../market/small-market.ts'
import { compared, type Result, table } from '../report.ts'
import type { Scale } from '../scale.ts'
import { printProfile } from '../servers/profile.ts'
import { lastSnapshot } from '../servers/souk.ts'
import { percentile, spread } from '../statistics.ts'
import { RequestFrames, unmasked } from '../wire/masked-frame.ts'
import { sentByRealClient } from '../wire/real-client.ts'
import { plainPurchase, type Shape, shapes } from '../wire/requests.ts'

export interface PurchasesOptions {
  /** Only this way of writing a purchase; all of them when absent. */
  shape?: Shape | undefined
  profile?: boolean | undefined
}

/**
 * Row 1. Durable purchases a second of one product, acknowledged after fdatasync, beside a bare Socket.IO ack echo
 * that is asked the same in turn; then other ways of writing them, and other products, beside the plain one.
 */
export async function benchPurchases(scale: Scale, options: PurchasesOptions = {}): Promise<Result[]> {
  await checkFrames()
  const market = await makeMarket(scale.products)
  const { shape = 'plain' } = options
  const profile = options.profile ? 'purchases' : undefined
  const { result, orders } = await onMarket(market, { profile }, ({ server, folder, connect }) =>
    onEcho(scale, async (echo) => {
      const buyers = await connect(scale.buyers, () => shapes[shape](1))
      const before = lastSnapshot(folder)
      const until = (): boolean => lastSnapshot(folder) > before
      if (profile) server.tell('SIGUSR2')
      const loads = [asking(echo.server, echo.buyers), asking(server, buyers)]
      const measured = await inTurn(loads, scale, { until })
      if (profile) server.tell('SIGUSR2')
      return { measured, snapshots: until() ? 1 : 0 }
    }),
  )
  const [echoes = [], sold = []] = result.measured
  console.log(`\n## 1 Purchases: ${scale.buyers} buyers, one request in flight each\n`)
  printSpeeds([
    ['Socket.IO ack echo', echoes],
    [`Souk, durable purchases${options.shape ? `, ${options.shape}` : ''}`, sold],
  ])
  printOrders({ orders, sold, snapshots: result.snapshots })
  if (profile) printProfile(profile)
  const beside = compared(
    { row: '1', what: 'durable purchases/s beside the echo', goal: '≥ 1.0 ×' },
    sold.map(({ perSecond }) => perSecond),
    echoes.map(({ perSecond }) => perSecond),
    (ratio) => ratio >= 1,
  )
  return options.shape ? [beside] : [beside, ...(await benchShapes(scale, market))]
}

/** How each server did, a line each. */
export function printSpeeds(
  lines: readonly (readonly [name: string, speeds: readonly Measurement[]])[],
): void {
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

/** Describes for how long the market sold, whether a snapshot was completed, and what the verifier found. */
export function printOrders(selling: {
  orders: number
  sold: readonly Measurement[]
  snapshots?: number
}): void {
  const seconds = selling.sold.map((each) => each.seconds.toFixed(1)).join(', ')
  const snapshots =
    selling.snapshots === undefined ? '' : `; snapshots completed meanwhile: ${selling.snapshots}`
  console.log(
    `\n${selling.orders} acknowledged orders, all found in their journals, which the verifier finds sound.`,
  )
  console.log(`Measured for ${seconds} s${snapshots}`)
}

/** The frames' texts must be what a real client sends. */
async function checkFrames(): Promise<void> {
  const prefix = '7d0e9a52-3f0c-4c7e-9a55-'
  const mine = unmasked(new RequestFrames(shapes.plain(1), prefix).next(true))
  const real = await sentByRealClient(plainPurchase(`${prefix}000000000000`, 1))
  if (mine !== real) throw new Error(`socket.io-client sends ${real}, and this bench ${mine}`)
}

/** All of them at one market, each with buyers of its own. */
async function benchShapes(scale: Scale, market: string): Promise<Result[]> {
  const oneEach = 'one of all products each'
  const names = (Object.keys(shapes) as Shape[]).sort((one, other) =>
    one === 'plain' ? -1 : other === 'plain' ? 1 : 0,
  )
  const { result: measured } = await onMarket(market, {}, async ({ server, connect }) => {
    const loads: Load[] = []
    for (const name of names) loads.push(asking(server, await connect(scale.buyers, () => shapes[name](1))))
    const products = await connect(scale.buyers, () => shapes.plain(randomInt(1, scale.products + 1)))
    return inTurn([...loads, asking(server, products)], scale)
  })
  const [plain = [], ...others] = measured.map((each) => each.map(({ perSecond }) => perSecond))
  return [...names.slice(1), oneEach].map((name, index) => {
    const about = { row: '1', what: `purchases/s: ${name}`, goal: '≥ 0.9 × plain' }
    const result = compared(about, others[index]!, plain, (ratio) => ratio >= 0.9)
    return name === oneEach ? { ...result, goal: '', verdict: 'shown' } : result
  })
}
