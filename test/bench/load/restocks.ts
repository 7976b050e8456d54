import { randomUUID } from 'node:crypto'
import { operatorToken } from '../servers/souk.ts'
import { RealClient } from '../wire/real-client.ts'

const everyMs = 25
const atOnce = 5

/** A seller who restocks a few products again and again, so that there is always something to tell. */
export class Restocks {
  readonly #seller: RealClient
  readonly #timer: NodeJS.Timeout
  readonly #products: number
  #asked = 0
  #failed: Error | null = null

  constructor(port: number, products: number) {
    this.#products = products
    this.#seller = new RealClient(port, '/seller', { token: operatorToken })
    this.#timer = setInterval(() => {
      for (let restock = 0; restock < atOnce; restock += 1) this.#restock()
    }, everyMs)
  }

  /** Throws when one was refused. */
  end(): void {
    clearInterval(this.#timer)
    this.#seller.close()
    if (this.#failed) throw this.#failed
  }

  #restock(): void {
    this.#asked += 1
    const productId = (this.#asked % this.#products) + 1
    this.#seller
      .ask('product:restock', { id: randomUUID(), productId, quantity: 1 })
      .catch((error: unknown) => {
        if (this.#seller.socket.connected) this.#failed = error as Error
      })
  }
}
