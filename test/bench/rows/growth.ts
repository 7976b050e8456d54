import { type AroundSnapshot, sellAroundSnapshot } from '../load/around-snapshot.ts'
import { openPastSessions } from '../load/past-sessions.ts'
import { type Sold, sell } from '../load/selling.ts'
import { effortOfPurchase } from '../market/effort.ts'
import { grownMarket, grownPrice } from '../market/grown-market.ts'
import { makeMarket } from '../market/small-market.ts'
import { compared, type Result } from '../report.ts'
import type { Scale } from '../scale.ts'
import { connectRaw, openMany, sourceAddress } from '../wire/raw-socket-io.ts'
import { shapes } from '../wire/requests.ts'
import { printSnapshots, printSpeeds } from './purchases.ts'
import { watchedBy } from './watchers.ts'

/** A market in which there is more of something, beside an empty one. */
interface Variant {
  name: string
  /** Is it no goal, but worth knowing? */
  isShown?: boolean
  run(): Promise<Sold>
  sold: Sold[]
  /** The mean of the empty market's runs before and after each. */
  empty: number[]
}

/** So many orders are enough for counting: the count is the same or it is not. */
const countedOrdersMax = 100_000

/**
 * Row 8. Purchases in a market with a past, and in one with many sessions, each between two runs of an empty market;
 * and while a snapshot is made; and what a purchase looks at and changes.
 */
export async function benchGrowth(scale: Scale): Promise<Result[]> {
  const market = await makeMarket(scale.products)
  const measureMs = Math.min(scale.measureMs, 3_000)
  const plain = { scale, measureMs, bodyOf: () => shapes.plain(1) }
  const variants = await variantsOf(scale, market, plain)
  const empty: Sold[] = [await sell(market, plain)]
  const snapshots: AroundSnapshot[] = []
  for (let repetition = 0; repetition < scale.repetitions; repetition += 1) {
    for (const variant of variants) {
      variant.sold.push(await variant.run())
      empty.push(await sell(market, plain))
      variant.empty.push((empty.at(-2)!.perSecond + empty.at(-1)!.perSecond) / 2)
    }
  }
  snapshots.push(...(await sellAroundSnapshot(market, scale)))
  console.log('\n## 8 Purchases in a market that has grown\n')
  printSpeeds([['empty', empty], ...variants.map(({ name, sold }): [string, Sold[]] => [name, sold])])
  printSnapshots(variants.flatMap(({ sold }) => sold))
  return [
    ...variants.map(({ name, sold, empty, isShown }) => {
      const figures = sold.map(({ perSecond }) => perSecond)
      return isShown ? shown(resultOf(name, figures, empty)) : resultOf(name, figures, empty)
    }),
    ...resultsOfSnapshots(snapshots),
    resultOfEffort(scale),
  ]
}

async function variantsOf(
  scale: Scale,
  market: string,
  plain: Parameters<typeof sell>[1],
): Promise<Variant[]> {
  const size = { products: scale.grownProducts, orders: scale.grownOrders }
  const grown = await grownMarket(size)
  const ofGrown = { bodyOf: () => shapes.plain(1, grownPrice), real: { productId: 1, unitPrice: grownPrice } }
  const variant = (name: string, run: () => Promise<Sold>): Variant => ({ name, run, sold: [], empty: [] })
  return [
    variant(`${size.products} products, ${size.orders} orders`, () => sell(grown, { ...plain, ...ofGrown })),
    variant(`${scale.idle} idle sessions`, () =>
      sell(market, { ...plain, beside: ({ port }) => openIdle(port, scale.idle) }),
    ),
    {
      ...variant(`${scale.idle} watchers, who are told of each`, () =>
        sell(market, { ...plain, beside: (server) => watchedBy(server, scale.idle) }),
      ),
      isShown: true,
    },
    variant(`${scale.pastSessions} sessions opened before`, () =>
      sell(market, {
        ...plain,
        beside: async ({ port }) => {
          await openPastSessions(port, scale.pastSessions)
          return () => undefined
        },
      }),
    ),
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
  const few = effortOfPurchase({ products: 10, orders: 10 })
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
