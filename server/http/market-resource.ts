import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Page } from '../broadcast/read-model.ts'
import type { Clock } from '../os/clock.ts'

const compress = promisify(gzip)

/** An encoded market, shared by all requests within a short time. */
export interface Resource {
  etag: string
  body: Buffer
  zipped: Buffer
}

/**
 * `GET /api/market` is encoded and compressed at most once in `distanceMs`, off the hot path, however many ask.
 * It may be slightly out of date: a client that connects with its seq is brought up to date.
 */
export class MarketResource {
  readonly #page: () => Promise<Page>
  readonly #clock: Clock
  readonly #distanceMs: number
  #made: Promise<Resource> | null = null
  #madeAt = Number.NEGATIVE_INFINITY

  constructor(page: () => Promise<Page>, clock: Clock, distanceMs: number) {
    this.#page = page
    this.#clock = clock
    this.#distanceMs = distanceMs
  }

  get(): Promise<Resource> {
    const now = this.#clock.monotonic()
    if (!this.#made || now - this.#madeAt >= this.#distanceMs) {
      this.#madeAt = now
      this.#made = this.#make().catch((error: unknown) => {
        this.#made = null
        throw error
      })
    }
    return this.#made
  }

  async #make(): Promise<Resource> {
    const { epoch, seq, pieces } = await this.#page()
    const body = Buffer.concat(pieces.map((piece) => Buffer.from(piece)))
    return { etag: `"${epoch}:${seq}"`, body, zipped: await compress(body, { level: 4 }) }
  }
}

/** How many shops' markets are cached: those requested last. */
const shopsMax = 50

/** The markets of shops that were requested recently. */
export class ShopResources {
  readonly #make: (shopId: number) => MarketResource
  readonly #byShop = new Map<number, MarketResource>()

  constructor(make: (shopId: number) => MarketResource) {
    this.#make = make
  }

  of(shopId: number): MarketResource {
    const resource = this.#byShop.get(shopId) ?? this.#make(shopId)
    this.#byShop.delete(shopId)
    this.#byShop.set(shopId, resource)
    const [oldest] = this.#byShop.keys()
    if (this.#byShop.size > shopsMax && oldest !== undefined) this.#byShop.delete(oldest)
    return resource
  }
}
