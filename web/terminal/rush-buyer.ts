import type { Order } from '../../shared/protocol/shapes.ts'
import { type SeededRandom, seededRandom } from '../../shared/seeded-random.ts'
import { systemClock } from '../socket/clock.ts'
import { createBuyerClient } from '../store/buyer-client.ts'
import type { BuyerClient } from '../store/client.ts'
import { RetryTimer } from '../store/retry-timer.ts'
import type { Ended } from '../store/send-until-known.ts'
import { memoryStorage } from '../store/storage.ts'
import { nextCommand, type RushCommand } from './rush-command.ts'
import type { RushTally } from './rush-tally.ts'

const thinkMsMin = 200
const thinkMsMax = 1_600

/** After so many orders another guest takes over, as the market limits what one guest may order. */
const ordersPerGuest = 4

/** A guest of the crowd with a connection of their own, who looks, thinks and buys, and then makes way for the next. */
export class RushBuyer {
  readonly #url: string
  #client: BuyerClient
  #ordersLeft = ordersPerGuest
  readonly #random: SeededRandom
  readonly #tally: RushTally
  readonly #thinking = new RetryTimer(systemClock)
  #isLeaving = false

  constructor(url: string, seed: number, tally: RushTally) {
    this.#random = seededRandom(seed)
    this.#tally = tally
    this.#url = url
    this.#client = this.#nextGuest()
  }

  get isInStep(): boolean {
    return this.#client.store.freshness() === 'live'
  }

  /** The market's seq as this buyer knows it; 0 before the first message. */
  get seq(): number {
    return this.#client.store.position()?.seq ?? 0
  }

  get productIds(): readonly number[] {
    return this.#client.store.productIds()
  }

  /** Connects. */
  connect(): void {
    this.#client.start()
  }

  /** Shops until {@link leave}. Waits for the outcome of the last command. */
  async shop(): Promise<void> {
    while (!this.#isLeaving) {
      await this.#thinking.wait(this.#random.integer(thinkMsMin, thinkMsMax))
      const view = this.#client.store.view()
      if (this.#isLeaving || !view) continue
      await this.#do(nextCommand(this.#random, view, this.#client.orders.list()))
      if (this.#ordersLeft === 0) this.#replaceGuest()
    }
  }

  /** Starts nothing new. */
  leave(): void {
    this.#isLeaving = true
    this.#thinking.end()
  }

  /** Disconnects; a command that is still unknown stays unknown. */
  close(): void {
    this.leave()
    this.#client.stop()
  }

  #nextGuest(): BuyerClient {
    return createBuyerClient({
      url: this.#url,
      identity: { kind: 'token', token: null },
      storage: memoryStorage(),
      random: this.#random.fraction,
    })
  }

  /** Another guest takes over. */
  #replaceGuest(): void {
    this.#client.stop()
    this.#client = this.#nextGuest()
    this.#ordersLeft = ordersPerGuest
    if (!this.#isLeaving) this.connect()
  }

  async #do(command: RushCommand): Promise<void> {
    if (command.kind === 'look') return
    let tries = 1
    const onUnknown = () => {
      tries += 1
    }
    const startedMs = performance.now()
    const ended: Ended<{ order: Order }> =
      command.kind === 'buy'
        ? await this.#client.commands.send('purchase:create', { lines: command.lines }, { onUnknown })
        : await this.#client.commands.send('order:cancel', { orderId: command.orderId }, { onUnknown })
    if (command.kind === 'buy' && ended.kind === 'ok') this.#ordersLeft -= 1
    this.#tally.note(command.kind, ended, performance.now() - startedMs, tries)
  }
}
