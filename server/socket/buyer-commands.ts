import { type Refusal, refuse } from '../../shared/refusals.ts'
import type { BuyerCommand, RatedBuyer } from '../edge/buyer-rates.ts'
import type { RateLimits } from '../edge/rate-limits.ts'
import type { Outcome } from '../queue/outcome.ts'
import type { Networks } from '../session/networks.ts'
import type { DurableMarket } from '../store/durable-market.ts'

export interface BuyerCommandsDependencies {
  rates: RateLimits
  market: DurableMarket
  networks: Pick<Networks, 'ordered'>
}

/**
 * Admits buyers' commands within limits that are generous for people. Since those limits last for minutes, a
 * copy of a command that is known or in progress is always admitted: its client only asks for the outcome.
 */
export class BuyerCommands {
  readonly #dependencies: BuyerCommandsDependencies

  constructor(dependencies: BuyerCommandsDependencies) {
    this.#dependencies = dependencies
  }

  /**
   * The refusal if the command is over a limit; null if it is admitted, and then {@link settle} must follow.
   * `now` is monotonic, in ms.
   */
  admit(from: RatedBuyer, name: BuyerCommand, id: string, now: number): Refusal | null {
    const { buyers } = this.#dependencies.rates
    const wait = buyers.take(from, name, id, now, this.#hasOrdered)
    if (!wait || this.#isKnown(id) || buyers.isUnderWay(from, id)) return null
    const { limit, message, retryAfterMs } = wait
    return refuse('too_many_requests', { retryAfterMs, limit }, message)
  }

  /** Reports the outcome of an admitted command. */
  settle(from: RatedBuyer, name: BuyerCommand, id: string, outcome: Outcome): void {
    const hasChanged = outcome.kind === 'done' && !outcome.repeated
    this.#dependencies.rates.buyers.settle(from, name, id, hasChanged)
    if (hasChanged && name === 'purchase:create') this.#noteNetwork(from)
  }

  /** Once per period is enough, since a note lasts for weeks. */
  #noteNetwork({ session, address, limitsAt }: RatedBuyer): void {
    if (session.isOperatorProgram || (limitsAt && limitsAt.networkNotedIn === limitsAt.buyer?.period)) return
    if (limitsAt?.buyer) limitsAt.networkNotedIn = limitsAt.buyer.period
    this.#dependencies.networks.ordered(session.buyerId, address)
  }

  #isKnown(id: string): boolean {
    const { orders, idempotencyWindow } = this.#dependencies.market
    return orders.has(id) || idempotencyWindow.has(id)
  }

  readonly #hasOrdered = (buyerId: string): boolean => this.#dependencies.market.orders.hasBuyer(buyerId)
}
