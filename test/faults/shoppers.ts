import { verifyFolder } from '../../server/verify/verify.ts'
import type { PurchaseCreate } from '../../shared/protocol/buyer-messages.ts'
import type { Product } from '../../shared/protocol/shapes.ts'
import { list, purchase } from '../support/builders/wares.ts'
import { type Client, joinBuyers, joinSeller } from '../support/drivers/client.ts'
import type { MarketProcess } from '../support/drivers/server-process.ts'
import { readJournal } from '../support/properties/judge.ts'

/** Buyers who buy without a pause, and retry with the same id until they know the outcome. */
export class Shoppers {
  readonly product: Product
  readonly buyers: readonly Client<'/'>[]
  readonly seller: Client<'/seller'>
  /** Seqs of what was acknowledged, by id. */
  readonly acknowledged = new Map<string, number>()
  readonly refused: string[] = []
  inFlight = 0
  #isOver = false
  #shopping: Promise<void>[] = []

  private constructor(seller: Client<'/seller'>, buyers: readonly Client<'/'>[], product: Product) {
    this.seller = seller
    this.buyers = buyers
    this.product = product
  }

  static async open(market: MarketProcess, count: number): Promise<Shoppers> {
    const seller = await joinSeller(market)
    const product = await list(seller, { stock: 100_000_000 })
    return new Shoppers(seller, await joinBuyers(market, count), product)
  }

  begin(ordersAtOnce: number): void {
    this.#shopping = this.buyers.flatMap((buyer) =>
      Array.from({ length: ordersAtOnce }, () => this.#shop(buyer)),
    )
  }

  /** Resolves when all outcomes are known. */
  async end(): Promise<void> {
    this.#isOver = true
    await Promise.all(this.#shopping)
  }

  /** Another purchase, with an id of its own. */
  command(): PurchaseCreate {
    return purchase(this.product)
  }

  /** Stops retrying: the market will not start again. */
  giveUp(): void {
    this.#isOver = true
    for (const client of [this.seller, ...this.buyers]) client.leave()
    for (const shopping of this.#shopping) shopping.catch(() => 'nobody waits for it')
  }

  async #shop(buyer: Client<'/'>): Promise<void> {
    while (!this.#isOver) {
      const command = purchase(this.product)
      this.inFlight += 1
      const answer = await buyer.requestUntilKnown('purchase:create', command)
      this.inFlight -= 1
      if (answer.ok) this.acknowledged.set(command.id, answer.seq)
      else this.refused.push(answer.error.code)
    }
  }
}

/** Checks a folder's journal against what was acknowledged, and audits it. */
export async function judgeFolder(
  folder: string,
  acknowledged: ReadonlyMap<string, number>,
): Promise<{ lost: number; doubled: number; violations: string[] }> {
  const lines = await readJournal(folder)
  const seqs = new Map(lines.map(({ id, seq }) => [id, seq]))
  const lost = [...acknowledged].filter(([id, seq]) => seqs.get(id) !== seq)
  const doubled = lines.length - seqs.size
  const { findings, total } = await verifyFolder(folder)
  const violations = [
    ...lost.slice(0, 5).map(([id, seq]) => `${id} was acknowledged as entry ${seq}, which is not its own`),
    ...(doubled > 0 ? [`${doubled} ids stand twice in the journal`] : []),
    ...(total > 0 ? findings.slice(0, 5).map(({ seq, message }) => `audit: entry ${seq}: ${message}`) : []),
  ]
  return { lost: lost.length, doubled, violations }
}
