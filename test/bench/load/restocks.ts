import { randomUUID } from 'node:crypto'
import { operatorToken } from '../servers/souk.ts'
import { RealClient } from '../wire/real-client.ts'

const everyMs = 25
const atOnce = 5

/** A seller who keeps restocking a few products, so that there are always changes to send. */
export class Restocks {
  readonly #seller: RealClient
  readonly #products: number
  #timer: NodeJS.Timeout | undefined
  #asked = 0
  readonly #underWay = new Set<Promise<unknown>>()

  constructor(port: number, products: number) {
    this.#products = products
    this.#seller = new RealClient(port, '/seller', { token: operatorToken })
  }

  begin(): void {
    this.#timer = setInterval(() => {
      for (let restock = 0; restock < atOnce; restock += 1) this.#restock()
    }, everyMs)
  }

  /** Resolves when nothing is under way any more; throws when one was refused. */
  async end(): Promise<void> {
    clearInterval(this.#timer)
    await Promise.all(this.#underWay)
  }

  close(): void {
    this.#seller.close()
  }

  #restock(): void {
    this.#asked += 1
    const productId = (this.#asked % this.#products) + 1
    const asked = this.#seller.ask('product:restock', { id: randomUUID(), productId, quantity: 1 })
    this.#underWay.add(asked)
    // A refused one stays, so that `end` finds it.
    asked.then(
      () => this.#underWay.delete(asked),
      () => undefined,
    )
  }
}
