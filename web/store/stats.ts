import type { StatsGet } from '../../shared/protocol/seller-messages.ts'
import type { SalesStats } from '../../shared/protocol/shapes.ts'
import type { Outcome } from '../socket/wire.ts'
import type { ClientTools } from './client-tools.ts'

export interface StatsDependencies extends Pick<ClientTools<'/seller'>, 'topics'> {
  ask: (query: StatsGet) => Promise<Outcome<SalesStats & { ok: true }>>
}

/** The last known sales figures, by shop and range. The server pushes today's; longer ranges must be requested. */
export class Stats {
  readonly #dependencies: StatsDependencies
  readonly #kept = new Map<string, SalesStats>()
  #version = 0

  constructor(dependencies: StatsDependencies) {
    this.#dependencies = dependencies
  }

  get = (shopId: number, range: SalesStats['range']): SalesStats | undefined =>
    this.#kept.get(keyOf(shopId, range))

  /** Increases whenever figures arrive or may have changed unseen. */
  version = (): number => this.#version

  /** Requests a range and notifies topic `stats` of the reply. Also resolves if no reply arrives. */
  async load(shopId: number, range: SalesStats['range']): Promise<void> {
    const outcome = await this.#dependencies.ask({ shopId, range })
    if (outcome.kind !== 'ok') return
    const { ok: _, ...stats } = outcome.reply
    this.keep(stats)
  }

  keep(stats: SalesStats): void {
    this.#kept.set(keyOf(stats.shopId, stats.range), stats)
    this.#mayHaveChanged()
  }

  /** Reconnected. Figures pushed meanwhile were missed, so pages must request them again. */
  inStep(): void {
    this.#mayHaveChanged()
  }

  clear(): void {
    this.#kept.clear()
  }

  #mayHaveChanged(): void {
    this.#version += 1
    this.#dependencies.topics.notify('stats')
  }
}

const keyOf = (shopId: number, range: string): string => `${shopId} ${range}`
