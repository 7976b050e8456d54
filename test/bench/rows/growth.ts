import { type AroundSnapshot, sellAroundSnapshot } from '../load/around-snapshot.ts'
import { openPastSessions } from '../load/past-sessions.ts'
import { type Selling, sellBeside } from '../load/selling.ts'
import type { Measurement } from '../load/turns.ts'
import { effortOfPurchase } from '../market/effort.ts'
import { grownMarket, grownPrice } from '../market/grown-market.ts'
import { makeMarket } from '../market/small-market.ts'
import { compared, type Result } from '../report.ts'
import type { Scale } from '../scale.ts'
import type { Measured } from '../servers/measured.ts'
import { connectRaw, openMany, sourceAddress } from '../wire/raw-socket-io.ts'
import { shapes } from '../wire/requests.ts'
import { printOrders, printSpeeds } from './purchases.ts'
import { watchedBy } from './watchers.ts'

/** A market in which there is more of something. */
interface Variant {
  name: string
  selling: Selling
  /** Whether it is only informative, without a goal. */
  isShown?: boolean
}

/** Few orders are enough, since the count does not vary. */
const countedOrdersMax = 100_000

/**
 * Row 8. Purchases in a market with a past, and in one with many sessions, each in turn with an empty market; and
 * while a snapshot is made; and what a purchase looks at and changes.
 */
export async function benchGrowth(scale: Scale): Promise<Result[]> {
  const empty: Selling = { folder: await makeMarket(scale.products), bodyOf: () => shapes.plain(1) }
  const results: Result[] = []
  const speeds: [name: string, speeds: Measurement[]][] = []
  const sold: Measurement[] = []
  let orders = 0
  for (const { name, selling, isShown } of await variantsOf(scale, empty)) {
    const both = await sellBeside(scale, empty, selling)
    speeds.push(['empty', both.one], [name, both.other])
    sold.push(...both.other)
    orders += both.orders
    const [figures = [], limits = []] = [both.other, both.one].map((all) =>
      all.map(({ perSecond }) => perSecond),
    )
    results.push(isShown ? shown(resultOf(name, figures, limits)) : resultOf(name, figures, limits))
  }
  const snapshots = await sellAroundSnapshot(empty.folder, scale)
  console.log('\n## 8 Purchases in a market that has grown\n')
  printSpeeds(speeds)
  printOrders({ orders, sold })
  return [...results, ...resultsOfSnapshots(snapshots), resultOfEffort(scale)]
}

async function variantsOf(scale: Scale, empty: Selling): Promise<Variant[]> {
  const size = { products: scale.grownProducts, orders: scale.grownOrders }
  const grown: Selling = {
    folder: await grownMarket(size),
    bodyOf: () => shapes.plain(1, grownPrice),
    real: { productId: 1, unitPrice: grownPrice },
  }
  const openPast = async ({ port }: Measured): Promise<() => void> => {
    await openPastSessions(port, scale.pastSessions)
    return () => undefined
  }
  return [
    { name: `${size.products} products, ${size.orders} orders`, selling: grown },
    {
      name: `${scale.idle} idle sessions`,
      selling: { ...empty, beside: ({ port }) => openIdle(port, scale.idle) },
    },
    {
      name: `${scale.idle} watchers, who are told of each`,
      selling: { ...empty, beside: (server) => watchedBy(server, scale.idle) },
      isShown: true,
    },
    { name: `${scale.pastSessions} sessions opened before`, selling: { ...empty, beside: openPast } },
  ]
}

async function openIdle(port: number, count: number): Promise<() => void> {
  const handlers = { onPacket: () => undefined, onClose: () => undefined }
  const clients = await openMany(count, (index) =>
    connectRaw({ port, auth: { watch: false }, localAddress: sourceAddress(index) }, handlers),
  )
  return () => {
    for (const client of clients) client.close()
  }
}

const resultOf = (what: string, figures: readonly number[], limits: readonly number[]): Result =>
  compared(
    { row: '8', what: `purchases/s: ${what}`, goal: '≥ 0.9 × empty' },
    figures,
    limits,
    (ratio) => ratio >= 0.9,
  )

const shown = (result: Result): Result => ({ ...result, goal: '', verdict: 'shown' })

function resultsOfSnapshots(windows: readonly AroundSnapshot[]): Result[] {
  const whole = windows.filter(({ otherCore }) => !Number.isNaN(otherCore))
  if (whole.length === 0) {
    console.log('\nNo snapshot was made for long enough to be compared with.')
    return []
  }
  const paused = whole.map(({ paused }) => paused)
  return [
    resultOf(
      'while a snapshot is made',
      whole.map(({ sameCore }) => sameCore),
      paused,
    ),
    shown(
      resultOf(
        "while a snapshot is made on the load's core",
        whole.map(({ otherCore }) => otherCore),
        paused,
      ),
    ),
  ]
}

function resultOfEffort(scale: Scale): Result {
  const orders = Math.min(scale.grownOrders, countedOrdersMax)
  // Of each buyer more than a chain holds, as there are with many.
  const few = effortOfPurchase({ products: 10, orders: 1_000 })
  const many = effortOfPurchase({ products: scale.grownProducts, orders })
  return {
    row: '8',
    what: `things visited and changed by a purchase, ${scale.grownProducts} products, ${orders} orders`,
    goal: 'equal',
    figures: [many],
    figure: String(many),
    limit: String(few),
    ratio: '',
    verdict: many === few ? 'met' : 'missed',
  }
}
