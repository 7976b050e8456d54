import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Audience } from '../broadcast/audience.ts'
import type { Page } from '../broadcast/read-models.ts'
import type { Clock } from '../os/clock.ts'
import { keepNewest } from './keep-newest.ts'

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

/** How many audiences' markets are cached: those requested last. */
const audiencesMax = 50

/** The markets that were requested recently, by audience. */
export class MarketResources {
  readonly #make: (audience: Audience) => MarketResource
  readonly #byAudience = new Map<string, MarketResource>()

  constructor(make: (audience: Audience) => MarketResource) {
    this.#make = make
  }

  of(audience: Audience): MarketResource {
    const resource = this.#byAudience.get(audience.key) ?? this.#make(audience)
    keepNewest(this.#byAudience, audience.key, resource, audiencesMax)
    return resource
  }
}
