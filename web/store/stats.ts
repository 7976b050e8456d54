import type { StatsGet } from '../../shared/protocol/seller-messages.ts'
import type { SalesStats } from '../../shared/protocol/shapes.ts'
import type { Outcome } from '../socket/wire.ts'
import type { Topics } from './topics.ts'

export interface StatsParts {
  ask: (query: StatsGet) => Promise<Outcome<SalesStats & { ok: true }>>
  topics: Topics
}

/**
 * Shops' figures as they were told last, by shop and range. Today's come by themselves while something is sold; the
 * longer ranges are asked for.
 */
export class Stats {
  readonly #parts: StatsParts
  readonly #kept = new Map<string, SalesStats>()
  /** Counts what came. */
  #heard = 0

  constructor(parts: StatsParts) {
    this.#parts = parts
  }

  get = (shopId: number, range: SalesStats['range']): SalesStats | undefined =>
    this.#kept.get(keyOf(shopId, range))

  /** Changes whenever any figures may be others. */
  heard = (): number => this.#heard

  /** Asks for a range; what comes is told to the topic `stats`. Resolves without it where no answer came. */
  async load(shopId: number, range: SalesStats['range']): Promise<void> {
    const outcome = await this.#parts.ask({ shopId, range })
    if (outcome.kind !== 'ok') return
    const { ok: _, ...stats } = outcome.reply
    this.#keep(stats)
  }

  hear(stats: SalesStats): void {
    this.#keep(stats)
  }

  /** The connection is back: what was told meanwhile is not sent again. */
  inStep(): void {
    this.#heard += 1
    this.#parts.topics.tell('stats')
  }

  clear(): void {
    this.#kept.clear()
  }

  #keep(stats: SalesStats): void {
    this.#heard += 1
    this.#kept.set(keyOf(stats.shopId, stats.range), stats)
    this.#parts.topics.tell('stats')
  }
}

const keyOf = (shopId: number, range: string): string => `${shopId} ${range}`
