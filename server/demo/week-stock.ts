import { demoProducts } from './catalogue.ts'
import { type HourAt, isBakingAt, minuteMs, weekMs } from './hours.ts'
import type { DemoOrder, DemoRestock, DemoWeek } from './week-shapes.ts'

/**
 * Works out what must be listed, and restocked each morning, for `orders` to find enough and to leave the
 * catalogue's stock. Where a late cancellation would leave more than that, its order was picked up instead.
 */
export function planStock(orders: readonly DemoOrder[], hourAt: HourAt): DemoWeek {
  const bakings = bakingsOf(hourAt)
  let settled = orders
  for (;;) {
    const supplies = demoProducts.map((_, product) => supplyOf(product, settled, bakings))
    const impossible = supplies.findIndex((supply, product) => !suffices(product, supply, settled))
    if (impossible >= 0) {
      settled = settled.map((order) => (isCancelledWith(order, impossible) ? pickedUp(order) : order))
      continue
    }
    const restocks = supplies.flatMap((supply) => supply.restocks)
    restocks.sort((one, other) => one.atOffsetMs - other.atOffsetMs)
    return { listedStocks: supplies.map((supply) => supply.listed), restocks, orders: settled }
  }
}

/** How one product's stock comes in. */
interface Supply {
  listed: number
  restocks: DemoRestock[]
}

/** One product's stock going out (positive) or coming back. */
interface Flow {
  atOffsetMs: number
  quantity: number
}

/** The offsets of each morning's baking, just after the hour began. */
function bakingsOf(hourAt: HourAt): number[] {
  const hourMs = 60 * minuteMs
  const hours = Array.from({ length: weekMs / hourMs }, (_, hour) => hour * hourMs)
  return hours.filter((offsetMs) => isBakingAt(hourAt(offsetMs)))
}

/** What goes out between two bakings comes in at the first of them; what came back is left out of the next. */
function supplyOf(product: number, orders: readonly DemoOrder[], bakings: readonly number[]): Supply {
  const { stock, isFresh } = demoProducts[product]!
  const flows = flowsOf(product, orders)
  const starts = isFresh ? [0, ...bakings] : [0]
  const restocks: DemoRestock[] = []
  let listed = stock
  let owed = 0
  for (const [index, atOffsetMs] of starts.entries()) {
    const end = starts[index + 1] ?? weekMs
    for (const flow of flows)
      if (flow.atOffsetMs >= atOffsetMs && flow.atOffsetMs < end) owed += flow.quantity
    if (index === 0) listed += owed
    else if (owed > 0) restocks.push({ atOffsetMs, product, quantity: owed })
    if (index === 0 || owed > 0) owed = 0
  }
  return { listed, restocks }
}

function flowsOf(product: number, orders: readonly DemoOrder[]): Flow[] {
  const flows = orders.flatMap(({ atOffsetMs, lines, outcome }) =>
    lines
      .filter((line) => line.product === product)
      .flatMap(({ quantity }) =>
        outcome.kind === 'cancelled'
          ? [
              { atOffsetMs, quantity },
              { atOffsetMs: outcome.atOffsetMs, quantity: -quantity },
            ]
          : [{ atOffsetMs, quantity }],
      ),
  )
  return flows.sort((one, other) => one.atOffsetMs - other.atOffsetMs)
}

/** Whether the stock never falls below 0, and ends as the catalogue says. */
function suffices(product: number, { listed, restocks }: Supply, orders: readonly DemoOrder[]): boolean {
  const incoming = restocks.map(({ atOffsetMs, quantity }) => ({ atOffsetMs, quantity: -quantity }))
  const flows = [...incoming, ...flowsOf(product, orders)].sort(
    (one, other) => one.atOffsetMs - other.atOffsetMs,
  )
  let stock = listed
  let lowest = stock
  for (const { quantity } of flows) {
    stock -= quantity
    lowest = Math.min(lowest, stock)
  }
  return lowest >= 0 && stock === demoProducts[product]!.stock
}

const isCancelledWith = ({ lines, outcome }: DemoOrder, product: number): boolean =>
  outcome.kind === 'cancelled' && lines.some((line) => line.product === product)

const pickedUp = (order: DemoOrder): DemoOrder =>
  order.outcome.kind === 'cancelled'
    ? { ...order, outcome: { kind: 'fulfilled', atOffsetMs: order.outcome.atOffsetMs } }
    : order
