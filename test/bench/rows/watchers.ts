import { Audience } from '../load/audience.ts'
import { type Sold, sell } from '../load/selling.ts'
import { makeMarket } from '../market/small-market.ts'
import { compared, type Result } from '../report.ts'
import type { Scale } from '../scale.ts'
import type { Measured } from '../servers/measured.ts'
import { shapes } from '../wire/requests.ts'
import { printSnapshots, printSpeeds } from './purchases.ts'

/** Row 2. The purchases of row 1 with watchers besides, each between two runs without them. */
export async function benchWatchers(scale: Scale): Promise<Result[]> {
  const market = await makeMarket(scale.products)
  const options = { scale, bodyOf: () => shapes.plain(1) }
  const alone: Sold[] = [await sell(market, options)]
  const watched: Sold[] = []
  for (let repetition = 0; repetition < scale.repetitions; repetition += 1) {
    const beside = (server: Measured) => watchedBy(server, scale.watchers)
    watched.push(await sell(market, { ...options, beside, untilSnapshot: repetition === 0 }))
    alone.push(await sell(market, options))
  }
  console.log(`\n## 2 Purchases with ${scale.watchers} watchers besides\n`)
  printSpeeds([
    ['nobody watches', alone],
    [`${scale.watchers} watch`, watched],
  ])
  printSnapshots(watched)
  return [
    compared(
      { row: '2', what: `purchases/s with ${scale.watchers} watchers beside row 1's`, goal: '≥ 0.8 ×' },
      watched.map(({ perSecond }) => perSecond),
      watched.map((_, index) => (alone[index]!.perSecond + alone[index + 1]!.perSecond) / 2),
      (ratio) => ratio >= 0.8,
    ),
  ]
}

/** Watchers for as long as is sold; at the end none of them may have missed anything. */
export async function watchedBy(server: Measured, count: number): Promise<() => Promise<void>> {
  const audience = await Audience.open(server.port, count)
  return async () => {
    await audience.settle(server.port)
    audience.close()
  }
}
