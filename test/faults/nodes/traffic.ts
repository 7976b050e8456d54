import type { Product } from '../../../shared/protocol/shapes.ts'
import { list, purchase } from '../../support/builders/wares.ts'
import { type Client, joinBuyers, joinSeller } from '../../support/drivers/client.ts'
import type { Market } from '../../support/drivers/server.ts'

export const stock = 100_000_000
/** Between two purchases of a buyer, so that the nodes are busy and not overloaded. */
const pauseMs = 2

/** Buyers of several nodes, who retry with the same id until they know the outcome. */
export class Traffic {
  readonly product: Product
  readonly buyers: readonly Client<'/'>[]
  /** Seqs of what was acknowledged, by id. */
  readonly acknowledged = new Map<string, number>()
  readonly violations: string[] = []
  inFlight = 0
  readonly #longestMs = new Map<Market, number>()
  readonly #buying: Promise<void>[]
  #lastSeq = 0
  #isOver = false

  /** `count` buyers at each of the markets: nodes, or an address that stands for several. */
  static async begin(markets: readonly Market[], count: number): Promise<Traffic> {
    const seller = await joinSeller(markets[0]!)
    const product = await list(seller, { stock })
    seller.leave()
    const buyers = await Promise.all(markets.map((market) => joinBuyers(market, count)))
    const shown = buyers
      .flat()
      .map((buyer) => buyer.until(() => buyer.stock(product.id) === stock, 'the product'))
    await Promise.all(shown)
    return new Traffic(product, new Map(markets.map((market, index) => [market, buyers[index]!])))
  }

  private constructor(product: Product, buyers: ReadonlyMap<Market, readonly Client<'/'>[]>) {
    this.product = product
    this.buyers = [...buyers.values()].flat()
    this.#buying = [...buyers].flatMap(([market, those]) =>
      those.map((buyer) => this.#buy(market, buyer).catch((error) => this.#fail(error))),
    )
  }

  /** The longest that a buyer of a market waited for an outcome, retries included. */
  longestMs(market: Market): number {
    return Math.round(this.#longestMs.get(market) ?? 0)
  }

  /** Resolves once `count` more purchases are acknowledged. */
  more(count: number): Promise<void> {
    const goal = this.acknowledged.size + count
    return this.buyers[0]!.until(() => this.acknowledged.size >= goal, `${goal} acknowledged`)
  }

  /** Resolves when all outcomes are known, and all buyers show the same market, which they followed without a reset. */
  async end(): Promise<void> {
    this.#isOver = true
    await Promise.all(this.#buying)
    const left = stock - this.acknowledged.size
    const shown = this.buyers.map((buyer) =>
      buyer
        .until(() => buyer.stock(this.product.id) === left)
        .catch(() => this.violations.push(`a buyer shows ${buyer.stock(this.product.id)} of ${left}`)),
    )
    await Promise.all(shown)
    const resets = this.buyers.filter(({ stream }) => stream.resets > 1).length
    if (resets > 0) this.violations.push(`${resets} buyers were reset where changes would have done`)
  }

  #fail(error: unknown): void {
    this.violations.push(`a buyer gave up: ${error}`)
  }

  async #buy(market: Market, buyer: Client<'/'>): Promise<void> {
    while (!this.#isOver) {
      const command = purchase(this.product)
      const lastSeq = this.#lastSeq
      const startedMs = performance.now()
      this.inFlight += 1
      const answer = await buyer.requestUntilKnown('purchase:create', command)
      this.inFlight -= 1
      this.#longestMs.set(market, Math.max(this.#longestMs.get(market) ?? 0, performance.now() - startedMs))
      if (answer.ok) {
        if (answer.seq <= lastSeq)
          this.violations.push(`entry ${answer.seq} was asked for after ${lastSeq} was acknowledged`)
        this.acknowledged.set(command.id, answer.seq)
        this.#lastSeq = Math.max(this.#lastSeq, answer.seq)
      } else this.violations.push(`refused: ${answer.error.code}`)
      await new Promise((resume) => setTimeout(resume, pauseMs))
    }
  }
}
