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

interface Dependencies {
  market: DurableMarket
  /** Read at each use, as it may change. */
  readonly marketName: string
  clock: Clock
  bounds: { pageChunkProducts: number }
}

/** The number of dirty chunks to encode before yielding: about a millisecond of work. */
const chunksPerStepMax = 8

/**
 * The whole market as an audience sees it, encoded in chunks of products. Only changed chunks are encoded
 * again, and a large market in steps, so that purchases do not wait for a page.
 */
class ReadModel {
  readonly #audience: Audience
  readonly #market: DurableMarket
  readonly #dependencies: Dependencies
  readonly #chunkProducts: number
  /** Encoded chunks by number; '' for a chunk without visible products. */
  readonly #chunks: string[] = []
  readonly #dirty = new Set<number>()

  constructor(audience: Audience, dependencies: Dependencies) {
    const { market, bounds } = dependencies
    this.#dependencies = dependencies
    this.#audience = audience
    this.#market = market
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
    const head = { epoch, seq, name: this.#dependencies.marketName, currency, currencyDigits, shops: seen }
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

/** The number of recently served pages whose seq is remembered. */
const servedMax = 8

/** The whole market, encoded for each audience. */
export class ReadModels {
  readonly #dependencies: Dependencies
  readonly #kept = new Map<string, ReadModel>()
  readonly #making = new Set<ReadModel>()
  readonly #servedSeqs: number[] = []

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  /** Marks what an entry touched, to be encoded again for the next page. */
  touched(changeSet: ChangeSet): void {
    for (const page of this.#kept.values()) page.touched(changeSet)
    for (const page of this.#making) page.touched(changeSet)
  }

  /** The page of an audience, encoded at once. */
  of(audience: Audience): ReadModel {
    const kept = this.#kept.get(audience.key)
    if (kept) return kept
    const page = new ReadModel(audience, this.#dependencies)
    // Each kept page makes every sale cost more, so pages of single shops are made on request.
    if (audience.isShared) this.#kept.set(audience.key, page)
    return page
  }

  /** The page of an audience, encoded off the hot path. */
  async serve(audience: Audience): Promise<Page> {
    const making = this.of(audience)
    // Until it is finished, a page that is not kept must also get the changes made meanwhile.
    this.#making.add(making)
    const page = await making
      .encodeInSteps(this.#dependencies.clock)
      .finally(() => this.#making.delete(making))
    this.#servedSeqs.push(page.seq)
    if (this.#servedSeqs.length > servedMax) this.#servedSeqs.shift()
    return page
  }

  /** Whether a page of this seq was served recently. Its reader may resume from it, however old it is. */
  wasServed(seq: number): boolean {
    return this.#servedSeqs.includes(seq)
  }
}
