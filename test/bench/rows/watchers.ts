import { Audience } from '../load/audience.ts'
import { sellBeside } from '../load/selling.ts'
import { makeMarket } from '../market/small-market.ts'
import { compared, type Result } from '../report.ts'
import type { Scale } from '../scale.ts'
import type { Measured } from '../servers/measured.ts'
import { shapes } from '../wire/requests.ts'
import { printOrders, printSpeeds } from './purchases.ts'

/** Row 2. The purchases of row 1 with watchers besides, in turn with a market that nobody watches. */
export async function benchWatchers(scale: Scale): Promise<Result[]> {
  const folder = await makeMarket(scale.products)
  const selling = { folder, bodyOf: () => shapes.plain(1) }
  const {
    one: alone,
    other: watched,
    orders,
  } = await sellBeside(scale, selling, {
    ...selling,
    beside: (server) => watchedBy(server, scale.watchers),
    untilSnapshot: true,
  })
  console.log(`\n## 2 Purchases with ${scale.watchers} watchers besides\n`)
  printSpeeds([
    ['nobody watches', alone],
    [`${scale.watchers} watch`, watched],
  ])
  printOrders({ orders, sold: watched })
  return [
    compared(
      { row: '2', what: `purchases/s with ${scale.watchers} watchers beside row 1's`, goal: '≥ 0.8 ×' },
      watched.map(({ perSecond }) => perSecond),
      alone.map(({ perSecond }) => perSecond),
      (ratio) => ratio >= 0.8,
    ),
  ]
}

/** Watchers for as long as the market sells; throws when one of them missed a change. */
export async function watchedBy(server: Measured, count: number): Promise<() => Promise<void>> {
  const audience = await Audience.open(server.port, count)
  return async () => {
    await audience.settle(server.port)
    audience.close()
  }
}
