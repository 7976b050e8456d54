import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { RequestBody } from '../wire/masked-frame.ts'
import { openMany } from '../wire/raw-socket-io.ts'
import { Buyer, emptyTally } from './buyer.ts'

export interface BuyersOptions {
  port: number
  count: number
  auth: object
  /** What the buyer with this index asks for. */
  bodyOf(index: number): RequestBody
  /** From which of the machine's own addresses each connects. */
  addressOf?(index: number): string
}

/** The orders that a connection was acknowledged: ids with this prefix and one of these numbers. */
export interface Acknowledged {
  prefix: string
  numbers: readonly number[]
}

/** How long the last replies may take after the last request. */
const lastRepliesMsMax = 5_000

/** Many connections that send requests, and their results together. */
export class Buyers {
  readonly tally = emptyTally()
  readonly all: readonly Buyer[]
  #timer: NodeJS.Timeout | null = null

  private constructor(options: BuyersOptions) {
    const run = randomBytes(4).toString('hex')
    this.all = Array.from({ length: options.count }, (_, index) => {
      const prefix = `${run}-${index.toString(16).padStart(4, '0')}-4000-8000-`
      return new Buyer(this.tally, options.bodyOf(index), prefix)
    })
  }

  /** Opens all connections; each has a session of its own. */
  static async connect(options: BuyersOptions): Promise<Buyers> {
    const buyers = new Buyers(options)
    const { port, auth, addressOf } = options
    await openMany(options.count, (index) =>
      buyers.all[index]!.connect({ port, auth, ...(addressOf ? { localAddress: addressOf(index) } : {}) }),
    )
    return buyers
  }

  /** Each has one request in flight at all times: as fast as the server answers. */
  askNonStop(): void {
    for (const buyer of this.all) {
      buyer.onReply = (each) => each.ask()
      buyer.ask()
    }
  }

  /** Requests a second over all, each measured from when it was due, whatever happened to earlier ones. */
  askAt(perSecond: number): void {
    const startedAt = performance.now()
    let asked = 0
    this.#timer = setInterval(() => {
      const due = ((performance.now() - startedAt) * perSecond) / 1_000
      for (; asked < due; asked += 1)
        this.all[asked % this.all.length]!.ask(startedAt + ((asked + 1) * 1_000) / perSecond)
    }, 1)
  }

  /** Stops, and resolves when all requests are answered; throws when some are not, or were refused. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    for (const buyer of this.all) buyer.onReply = null
    const stoppedAt = performance.now()
    const waiting = (): number => this.all.reduce((sum, buyer) => sum + buyer.waiting, 0)
    while (waiting() > 0) {
      if (performance.now() - stoppedAt > lastRepliesMsMax)
        throw new Error(`${waiting()} requests were not answered`)
      await delay(10)
    }
    if (this.tally.refused > 0) throw new Error(`${this.tally.refused} requests were refused`)
  }

  close(): void {
    for (const buyer of this.all) buyer.close()
  }

  get acknowledged(): Acknowledged[] {
    return this.all.map(({ idPrefix, acknowledged }) => ({ prefix: idPrefix, numbers: acknowledged }))
  }
}
