import { demoProducts } from '../demo/catalogue.ts'
import { minuteMs } from '../demo/hours.ts'
import type { Actor, CommandEnvelope } from '../market/command.ts'
import type { Clock, Timer } from '../os/clock.ts'
import { derivedId } from '../queue/own-commands.ts'
import type { CommandQueue } from '../queue/queue.ts'
import type { DurableMarket } from '../store/durable-market.ts'

interface Dependencies {
  market: Pick<DurableMarket, 'products'>
  queue: Pick<CommandQueue, 'submit'>
  clock: Clock
}

const lookMs = 2_000
/** Long enough to be seen, short enough that a rush finds something to buy. */
const soldOutMs = 10_000
/** For what is sold singly: two people who try who gets the last one shall find it gone. */
const lastOneMs = 90_000
const singlyMax = 2

const operator: Actor = { kind: 'operator', id: 'operator' }

/** Restocks what the demo market has sold, as its catalogue has it, so that the next visitor finds something too. */
export class DemoRestocker {
  readonly #dependencies: Dependencies
  /** When a product was first seen sold out, on the monotonic clock. */
  readonly #soldOutAt = new Map<number, number>()
  #timer: Timer | null = null

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  start(): void {
    this.#timer = this.#dependencies.clock.schedule(lookMs, () => {
      this.#look()
      this.start()
    })
  }

  close(): void {
    this.#timer?.cancel()
    this.#timer = null
  }

  #look(): void {
    const { market, clock } = this.#dependencies
    for (const [index, { name, stock }] of demoProducts.entries()) {
      const id = index + 1
      const product = market.products.get(id)
      // A shop owner who tries the demo may have changed or deleted it: then it is theirs.
      const isDemos = product?.name === name && !product.deleted
      if (!isDemos || product.stock > 0 || stock === 0) {
        this.#soldOutAt.delete(id)
        continue
      }
      const since = this.#soldOutAt.get(id) ?? clock.monotonic()
      this.#soldOutAt.set(id, since)
      if (clock.monotonic() - since >= (stock <= singlyMax ? lastOneMs : soldOutMs)) this.#restock(id, stock)
    }
  }

  /** The id is the same on every node of the demo, so that one of them restocks. */
  #restock(productId: number, quantity: number): void {
    const { queue, clock } = this.#dependencies
    const envelope: CommandEnvelope = {
      id: derivedId('demo:restock', String(productId), String(Math.floor(clock.now() / minuteMs))),
      actor: operator,
      payloadHash: 'demo:restock',
      command: { type: 'product:restock', productId, quantity, reason: 'Fresh delivery' },
    }
    queue.submit('demo', envelope, () => this.#soldOutAt.delete(productId))
  }
}
