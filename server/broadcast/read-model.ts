import type { Clock } from '../os/clock.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import type { Audience } from './audience.ts'
import type { ChangeSet } from './change-set.ts'
import { viewOfProduct, viewOfShop } from './views.ts'

/** The whole market, encoded, at one seq. Its pieces in order are one JSON text. */
export interface Page {
  epoch: string
  seq: number
  pieces: readonly string[]
  /** UTF-16 units of all pieces; the size in bytes is at least this. */
  length: number
}

export interface ReadModelDependencies {
  market: DurableMarket
  marketName: string
  bounds: { pageChunkProducts: number }
}

/** The number of dirty chunks to encode before yielding: about a millisecond of work. */
const chunksPerStepMax = 8

/**
 * The whole market as an audience sees it, encoded in chunks of products. Only changed chunks are encoded
 * again, and a large market in steps, so that purchases do not wait for a page.
 */
export class ReadModel {
  readonly #audience: Audience
  readonly #market: DurableMarket
  readonly #marketName: string
  readonly #chunkProducts: number
  /** Encoded chunks by number; '' for a chunk without visible products. */
  readonly #chunks: string[] = []
  readonly #dirty = new Set<number>()

  constructor(audience: Audience, { market, marketName, bounds }: ReadModelDependencies) {
    this.#audience = audience
    this.#market = market
    this.#marketName = marketName
    this.#chunkProducts = bounds.pageChunkProducts
    for (let chunk = 0; chunk <= this.#chunkOf(market.counters.lastProductId); chunk += 1) {
      this.#dirty.add(chunk)
    }
  }

  /** Marks what changed, to be encoded again for the next page. */
  touched({ edited, unseen, moved }: ChangeSet): void {
    for (const id of unseen) this.#dirty.add(this.#chunkOf(id))
    for (const id of edited) this.#dirty.add(this.#chunkOf(id))
    for (const id of moved) this.#dirty.add(this.#chunkOf(id))
  }

  /** The market as of now, encoded in one go. Costs in proportion to the changes since the last page. */
  encode(): Page {
    for (const chunk of this.#dirty) this.#encodeChunk(chunk)
    const { counters, shops } = this.#market
    const seen = [...shops.map.values()].filter(this.#audience.seesShop).map(viewOfShop)
    const { epoch, seq, currency, currencyDigits } = counters
    const head = { epoch, seq, name: this.#marketName, currency, currencyDigits, shops: seen }
    const pieces = [`${JSON.stringify(head).slice(0, -1)},"products":[`]
    for (const chunk of this.#chunks) {
      if (chunk) pieces.push(pieces.length > 1 ? `,${chunk}` : chunk)
    }
    pieces.push(']}')
    return { epoch, seq, pieces, length: pieces.reduce((sum, piece) => sum + piece.length, 0) }
  }

  /** The same in steps with pauses, followed by everything that changed in the meantime. */
  async encodeInSteps(clock: Clock): Promise<Page> {
    while (this.#dirty.size > chunksPerStepMax) {
      let step = 0
      for (const chunk of this.#dirty) {
        if (step === chunksPerStepMax) break
        step += 1
        this.#encodeChunk(chunk)
      }
      await new Promise<void>((resume) => clock.schedule(0, resume))
    }
    return this.encode()
  }

  #chunkOf(productId: number): number {
    return Math.floor(productId / this.#chunkProducts)
  }

  #encodeChunk(chunk: number): void {
    this.#dirty.delete(chunk)
    const encoded: string[] = []
    const first = chunk * this.#chunkProducts
    for (let id = first; id < first + this.#chunkProducts; id += 1) {
      const product = this.#market.products.get(id)
      if (product && this.#audience.sees(product)) encoded.push(JSON.stringify(viewOfProduct(product)))
    }
    while (this.#chunks.length < chunk) this.#chunks.push('')
    this.#chunks[chunk] = encoded.join(',')
  }
}
