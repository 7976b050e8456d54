import { type SeededRandom, seededRandom } from '../../shared/seeded-random.ts'
import { demoBuyers, demoProducts, demoShops } from './catalogue.ts'
import { type HourAt, hoursOfWeek, type MinuteOfWeek, minuteMs, shopHours, weekMs } from './hours.ts'
import type { DemoOrder, DemoOutcome, DemoWeek } from './week-shapes.ts'
import { planStock } from './week-stock.ts'

export interface WeekOptions {
  seed: number
  /** The local time at which the week ends; Sunday evening when absent. */
  endsAt?: MinuteOfWeek
}

const ordersCount = 180

/** Plans the week's orders, and what must be in stock for them so that the catalogue's stock is what remains. */
export function planWeek({ seed, endsAt = { weekday: 0, minuteOfDay: 20 * 60 } }: WeekOptions): DemoWeek {
  const random = seededRandom(seed)
  const hourAt = hoursOfWeek(endsAt)
  const moments = Array.from({ length: ordersCount }, () => drawMoment(random, hourAt))
  moments.sort((one, other) => one.atOffsetMs - other.atOffsetMs)
  const taken = new Map<string, number>()
  const orders = moments.map((moment) => drawOrder(random, hourAt, moment, taken))
  return planStock(orders, hourAt)
}

interface Moment {
  atOffsetMs: number
  shop: number
}

/** A time and a shop, by how much is going on there: what is quiet is drawn again. */
function drawMoment(random: SeededRandom, hourAt: HourAt): Moment {
  const demandMax = 10
  for (;;) {
    const atOffsetMs = random.integer(minuteMs, weekMs - 1)
    const shop = random.integer(0, demoShops.length - 1)
    const demand = shopHours[shop]?.demandAt(hourAt(atOffsetMs)) ?? 0
    if (random.fraction() * demandMax < demand) return { atOffsetMs, shop }
  }
}

function drawOrder(
  random: SeededRandom,
  hourAt: HourAt,
  { atOffsetMs, shop }: Moment,
  taken: Map<string, number>,
): DemoOrder {
  for (;;) {
    // Some come again and again: the smaller of two draws.
    const buyer = Math.min(random.integer(0, demoBuyers.length - 1), random.integer(0, demoBuyers.length - 1))
    const lines = drawLines(random, shop, buyer, taken)
    if (lines.length === 0) continue
    return { atOffsetMs, buyer, lines, outcome: drawOutcome(random, hourAt, { atOffsetMs, shop }) }
  }
}

/** One to three products of one shop, never more than one buyer may have; none when that leaves nothing. */
function drawLines(random: SeededRandom, shop: number, buyer: number, taken: Map<string, number>) {
  const offered = demoProducts
    .map((product, index) => ({ product, index }))
    .filter((each) => each.product.shop === shop)
  const wanted = new Set<number>()
  const linesCount = random.pick([1, 2, 3], (count) => 4 - count)
  while (wanted.size < linesCount) wanted.add(random.pick(offered, (each) => each.product.demand).index)
  return [...wanted].flatMap((product) => {
    const { quantityMax, limitPerBuyer } = demoProducts[product]!
    const key = `${buyer} ${product}`
    const left = (limitPerBuyer ?? Number.POSITIVE_INFINITY) - (taken.get(key) ?? 0)
    const quantity = Math.min(random.integer(1, quantityMax), random.integer(1, quantityMax), left)
    if (quantity < 1) return []
    taken.set(key, (taken.get(key) ?? 0) + quantity)
    return [{ product, quantity }]
  })
}

const sellerReasons = ['Not picked up', 'Asked for by phone', 'Placed twice by mistake']

function drawOutcome(random: SeededRandom, hourAt: HourAt, { atOffsetMs, shop }: Moment): DemoOutcome {
  const regretsAtMs = atOffsetMs + random.integer(3, 90) * minuteMs
  if (random.chance(0.06) && regretsAtMs < weekMs) {
    return { kind: 'cancelled', atOffsetMs: regretsAtMs, by: 'buyer', reason: null }
  }
  const comesAtMs = pickupAfter(random, hourAt, { atOffsetMs, shop })
  if (comesAtMs >= weekMs) return { kind: 'waiting' }
  if (random.chance(0.04)) {
    return { kind: 'cancelled', atOffsetMs: comesAtMs, by: 'seller', reason: random.pick(sellerReasons) }
  }
  return random.chance(0.04) ? { kind: 'waiting' } : { kind: 'fulfilled', atOffsetMs: comesAtMs }
}

/** When somebody comes for it: a while later, as soon as the shop is staffed. */
function pickupAfter(random: SeededRandom, hourAt: HourAt, { atOffsetMs, shop }: Moment): number {
  let comesAtMs = atOffsetMs + random.integer(20, 240) * minuteMs
  while (comesAtMs < weekMs && !shopHours[shop]?.isStaffedAt(hourAt(comesAtMs))) {
    comesAtMs += random.integer(15, 60) * minuteMs
  }
  return comesAtMs
}

/** One thing that happens in the demo week. `order` is an index into its orders. */
export type DemoStep = { atOffsetMs: number } & (
  | { kind: 'restock'; product: number; quantity: number }
  | { kind: 'place'; order: number }
  | { kind: 'fulfil'; order: number }
  | { kind: 'cancel'; order: number; by: 'buyer' | 'seller'; reason: string | null }
)

/** All that happens in the week after its products were listed, in the order of time. */
export function timelineOf({ restocks, orders }: DemoWeek): DemoStep[] {
  const steps: DemoStep[] = restocks.map((restock) => ({ kind: 'restock', ...restock }))
  for (const [order, { atOffsetMs, outcome }] of orders.entries()) {
    steps.push({ kind: 'place', atOffsetMs, order })
    if (outcome.kind === 'fulfilled') steps.push({ kind: 'fulfil', atOffsetMs: outcome.atOffsetMs, order })
    if (outcome.kind === 'cancelled') steps.push({ ...outcome, kind: 'cancel', order })
  }
  return steps.sort((one, other) => one.atOffsetMs - other.atOffsetMs)
}
