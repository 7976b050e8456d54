import { setTimeout as delay } from 'node:timers/promises'
import { seededRandom } from '../../../shared/seeded-random.ts'
import { shapes } from '../wire/requests.ts'
import { Buyer, emptyTally } from './buyer.ts'
import type { Acknowledged } from './buyers.ts'

const random = seededRandom(1)
/** The pages' own pace, which is socket.io-client's: doubled at each try, and varied by half of it. */
const retryMsMin = 300
const retryMsMax = 5_000
/** How long a buyer rests after each purchase: a hundred of them leave the clients within the ring for a while. */
const restMs = 250
/** A reply that takes longer is not waited for: the buyer connects again. */
const replyMsMax = 2_000

/** Tries until it succeeds, with growing delays, like a client that lost its server. */
export async function untilItWorks(attempt: () => Promise<void>, isWanted: () => boolean): Promise<void> {
  for (let tries = 0; isWanted(); tries += 1) {
    await delay(Math.min(retryMsMax, retryMsMin * 2 ** tries * (0.5 + random.fraction())))
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof Error)) throw error
    }
  }
}

/** A buyer who keeps buying, and reconnects when the connection is lost. */
export class ReturningBuyer {
  readonly acknowledged: Acknowledged[] = []
  /** When each success came. */
  readonly successesAt: number[] = []
  readonly #port: number
  readonly #idPrefix: (connection: number) => string
  #isWanted = true
  #buying: Promise<void>

  constructor(port: number, index: number) {
    this.#port = port
    const run = random
      .integer(0, 2 ** 31)
      .toString(16)
      .padStart(8, '0')
    this.#idPrefix = (connection) =>
      `${run}-${index.toString(16).padStart(4, '0')}-4${connection.toString(16).padStart(3, '0')}-8000-`
    this.#buying = this.#buy()
  }

  async end(): Promise<void> {
    this.#isWanted = false
    await this.#buying
  }

  /** The longest time without a success, from `fromAt` on. */
  longestWaitMs(fromAt: number): number {
    const times = [fromAt, ...this.successesAt.filter((at) => at > fromAt)]
    return Math.max(...times.slice(1).map((at, index) => at - times[index]!), 0)
  }

  /** How long after `fromAt` the first success came; infinite when none did. */
  firstSuccessMs(fromAt: number): number {
    return (this.successesAt.find((at) => at > fromAt) ?? Number.POSITIVE_INFINITY) - fromAt
  }

  async #buy(): Promise<void> {
    for (let connection = 0; this.#isWanted; connection += 1) {
      const buyer = new Buyer(emptyTally(), shapes.plain(1), this.#idPrefix(connection))
      this.acknowledged.push({ prefix: buyer.idPrefix, numbers: buyer.acknowledged })
      await untilItWorks(
        () => buyer.connect({ port: this.#port, auth: { watch: false } }),
        () => this.#isWanted,
      )
      while (this.#isWanted && (await this.#buyOne(buyer))) await delay(restMs)
      buyer.close()
    }
  }

  /** False when no reply came. */
  async #buyOne(buyer: Buyer): Promise<boolean> {
    const before = buyer.acknowledged.length
    const replied = new Promise<void>((done) => {
      buyer.onReply = () => done()
      buyer.onClose = done
    })
    buyer.ask()
    await Promise.race([replied, delay(replyMsMax, undefined, { ref: false })])
    if (buyer.acknowledged.length > before) this.successesAt.push(performance.now())
    return buyer.waiting === 0
  }
}
