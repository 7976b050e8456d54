import { randomUUID } from 'node:crypto'
import type { Core } from '../../../server/core.ts'
import { purchasePayloadHash } from '../../../server/market/idempotency.ts'

const inFlightMax = 1_000

/**
 * Purchases by way of the queue, without the wire: so many a second, each counted from when it was due, so
 * that a pause counts for all that came in it; or, at a rate of 0, a thousand in flight at all times.
 */
export class QueueLoad {
  readonly #core: Core
  readonly #perSecond: number
  readonly #productIds: number[]
  #latenciesMs: number[] = []
  #refused = 0
  #sent = 0
  #startedAt = 0
  #timer: NodeJS.Timeout | null = null
  #on = false

  constructor(core: Core, perSecond: number) {
    this.#core = core
    this.#perSecond = perSecond
    this.#productIds = [...core.market.products.map.values()]
      .filter(({ deleted, status }) => !deleted && status === 'listed')
      .map(({ id }) => id)
  }

  start(): void {
    this.#on = true
    this.#startedAt = performance.now()
    if (this.#perSecond === 0) for (let sent = 0; sent < inFlightMax; sent += 1) this.#sendOnAndOn(sent)
    else this.#timer = setInterval(() => this.#sendDue(), 1)
  }

  stop(): void {
    this.#on = false
    if (this.#timer) clearInterval(this.#timer)
  }

  /** What was answered since it was asked last. */
  take(): { latenciesMs: number[]; refused: number } {
    const taken = { latenciesMs: this.#latenciesMs, refused: this.#refused }
    this.#latenciesMs = []
    this.#refused = 0
    return taken
  }

  #sendDue(): void {
    const due = ((performance.now() - this.#startedAt) * this.#perSecond) / 1_000
    for (; this.#sent < due; this.#sent += 1) {
      this.#send(`source ${this.#sent % 100}`, this.#startedAt + (this.#sent * 1_000) / this.#perSecond)
    }
  }

  #sendOnAndOn(source: number): void {
    this.#send(`source ${source}`, performance.now(), () => {
      // In a later turn: a queue that answers at once would get requests without end in this one.
      if (this.#on) setImmediate(() => this.#sendOnAndOn(source))
    })
  }

  #send(source: string, dueAt: number, then?: () => void): void {
    const { market, queue } = this.#core
    const product = market.products.get(this.#productIds[(this.#sent * 7_919) % this.#productIds.length]!)!
    this.#sent += then ? 1 : 0
    const lines = [{ productId: product.id, quantity: 1, unitPrice: product.price }]
    const envelope = {
      id: randomUUID(),
      actor: { kind: 'buyer' as const, id: `buyer-${(this.#sent % 50_000) + 1}` },
      payloadHash: purchasePayloadHash(lines),
      command: { type: 'purchase:create' as const, lines },
    }
    queue.submit(source, envelope, (outcome) => {
      this.#latenciesMs.push(performance.now() - dueAt)
      if (outcome.kind !== 'done') this.#refused += 1
      then?.()
    })
  }
}
