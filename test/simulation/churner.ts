import type { Random } from '../../server/os/clock.ts'
import type { Reply } from '../../server/socket/replies.ts'
import type { Product } from '../../shared/protocol/shapes.ts'
import type { SeededRandom } from '../../shared/seeded-random.ts'
import type { Coverage } from './coverage.ts'
import type { Link, Network } from './network.ts'
import type { Scheduler } from './scheduler.ts'

export interface ChurnerParts {
  scheduler: Scheduler
  random: SeededRandom
  ids: Random
  network: Network
  coverage: Coverage
}

const ordersOfGuest = 12
const distanceMs = 30

/**
 * A hostile user on networks of their own: new guests connect without a token, order as fast as the market answers, and
 * cancel. Counts the refusals.
 */
export class Churner {
  readonly #parts: ChurnerParts
  #isOver = false

  constructor(parts: ChurnerParts) {
    this.#parts = parts
    this.#comeLater()
  }

  /** Stops new guests; those that are connected leave soon. */
  rest(): void {
    this.#isOver = true
  }

  #comeLater(): void {
    const { scheduler, random } = this.#parts
    scheduler.after(random.integer(2_000, 15_000), () => {
      if (this.#isOver) return
      this.#come()
      this.#comeLater()
    })
  }

  #come(): void {
    const { network, coverage, random } = this.#parts
    const link = network.connect(
      {
        refused: (code) => coverage.count(`refusal: ${code}`),
        message: (event, payload) => {
          if (event !== 'market:reset') return
          const { products } = payload as { products?: Product[] }
          this.#order(link, products ?? [], ordersOfGuest)
        },
        closed: () => undefined,
      },
      '/',
      { network: random.pick(['crowded', 'new']) },
    )
  }

  #order(link: Link, products: readonly Product[], left: number): void {
    const { scheduler, random, ids } = this.#parts
    if (left === 0 || products.length === 0 || this.#isOver) return link.cut()
    const { id: productId, price: unitPrice } = random.pick(products)
    const id = ids.uuid()
    link.emit('purchase:create', { id, lines: [{ productId, quantity: 1, unitPrice }] }, (reply) => {
      this.#count(reply)
      const cancels = reply.ok && random.chance(0.7)
      if (cancels) link.emit('order:cancel', { id: ids.uuid(), orderId: id }, (answer) => this.#count(answer))
      scheduler.after(distanceMs, () => this.#order(link, products, left - 1))
    })
  }

  #count(reply: Reply): void {
    if (reply.ok) return
    const { error } = reply
    this.#parts.coverage.count(`refusal: ${error.code}`)
    if (error.code === 'too_many_requests' && error.limit) this.#parts.coverage.count(`limit: ${error.limit}`)
  }
}
