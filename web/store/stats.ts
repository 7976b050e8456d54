import type { StatsGet } from '../../shared/protocol/seller-messages.ts'
import type { SalesStats } from '../../shared/protocol/shapes.ts'
import type { Outcome } from '../socket/wire.ts'
import type { Topics } from './topics.ts'

export interface StatsParts {
  ask: (query: StatsGet) => Promise<Outcome<SalesStats & { ok: true }>>
  topics: Topics
}

/**
 * The last known sales figures, by shop and range. The server pushes today's while something is sold; longer ranges
 * must be requested.
 */
export class Stats {
  readonly #parts: StatsParts
  readonly #kept = new Map<string, SalesStats>()
  #heard = 0

  constructor(parts: StatsParts) {
    this.#parts = parts
  }

  get = (shopId: number, range: SalesStats['range']): SalesStats | undefined =>
    this.#kept.get(keyOf(shopId, range))

  /** Increases whenever figures arrive or may have changed unseen. */
  heard = (): number => this.#heard

  /** Requests a range and notifies topic `stats` of the reply. Also resolves if no reply arrives. */
  async load(shopId: number, range: SalesStats['range']): Promise<void> {
    const outcome = await this.#parts.ask({ shopId, range })
    if (outcome.kind !== 'ok') return
    const { ok: _, ...stats } = outcome.reply
    this.#keep(stats)
  }

  hear(stats: SalesStats): void {
    this.#keep(stats)
  }

  /** Reconnected. Figures pushed meanwhile were missed, so pages must request them again. */
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
