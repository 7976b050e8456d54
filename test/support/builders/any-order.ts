import type { OrderState } from '../../../server/market/order.ts'
import type { SeededRandom } from '../../../shared/seeded-random.ts'

/** Orders as markets make them, and sometimes one that does not fit a row of the order table. */
export function anyOrder(random: SeededRandom, id: string): OrderState {
  const orNull = <Thing>(...things: Thing[]) => (random.chance(0.5) ? null : random.pick(things))
  const line = () => ({
    productId: random.integer(1, 5),
    name: random.pick(['Bread', 'Rye', '', '__proto__', '🧺']),
    quantity: random.integer(1, 3),
    unitPrice: random.chance(0.02) ? 2 ** 40 : random.integer(0, 1_000_000_000),
  })
  const placedAt = random.integer(0, 2_000_000)
  return {
    id,
    number: random.integer(1, 9),
    place: random.integer(1, 9),
    shopId: random.integer(1, 3),
    buyerId: random.pick(['ann', 'bob', '', 'constructor']),
    lines: Array.from({ length: random.pick([1, 1, 1, 2, 50]) }, line),
    total: random.chance(0.5) ? random.integer(0, 1_000_000) : Number.MAX_SAFE_INTEGER,
    status: random.pick(['placed', 'ready', 'fulfilled', 'cancelled']),
    pickupCode: random.pick(['222222', 'XXXXXX', '4PJ5H2', 'code 1']),
    placedAt,
    // Half a second fits no row.
    collectBy: orNull(placedAt + 300_000, placedAt + 1_500 * random.integer(1, 9)),
    fulfilledAt: orNull(0, 1_700_000_000_000),
    cancelledAt: orNull(0, 1_700_000_000_000),
    cancelledBy: orNull('buyer' as const, 'seller' as const, 'market' as const),
    reason: orNull('', 'too late'),
    seq: random.integer(1, 9_000),
    changedSeq: random.integer(1, 2 ** 45),
  }
}
