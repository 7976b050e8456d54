import type { Logger } from 'pino'
import {
  almostFullRatio,
  type BoundName,
  type BoundUse,
  nearRatio,
  ratioOf,
} from '../../shared/protocol/operator-messages.ts'
import type { Clock, Timer } from '../os/clock.ts'
import type { Capacity } from './capacity.ts'

/** A bound that hovers around a level is told once: it must fall this far below to be told again. */
const hysteresis = 0.05

const levels = [nearRatio, almostFullRatio]

export interface WatchDependencies {
  capacity: Capacity
  clock: Clock
  logger: Logger
  bounds: { watchDistanceMs: number }
}

/** Warns in the log, once for each level, when a bound of the market is nearly reached. */
export class CapacityWatch {
  readonly #parts: WatchDependencies
  readonly #told = new Map<BoundName, number>()
  #timer: Timer | null = null
  #isClosed = false

  constructor(parts: WatchDependencies) {
    this.#parts = parts
  }

  start(): void {
    const { clock, bounds } = this.#parts
    this.#timer = clock.schedule(bounds.watchDistanceMs, () => {
      void this.look().finally(() => {
        if (!this.#isClosed) this.start()
      })
    })
  }

  /** Never rejects. */
  async look(): Promise<void> {
    const { capacity, logger } = this.#parts
    try {
      for (const use of await capacity.read()) this.#judge(use)
    } catch (error) {
      logger.warn({ error }, 'how full the market is cannot be read')
    }
  }

  close(): void {
    this.#isClosed = true
    this.#timer?.cancel()
  }

  #judge(use: BoundUse): void {
    const ratio = ratioOf(use)
    const told = this.#told.get(use.name) ?? 0
    const level = levels.findLast((each) => ratio >= each) ?? 0
    if (level > told) {
      const { name: bound, used, max } = use
      const percent = Math.floor(ratio * 100)
      this.#parts.logger.warn({ bound, used, max }, `${bound} is ${percent} % full: see Shops, Capacity`)
      this.#told.set(bound, level)
      return
    }
    const kept = levels.findLast((each) => ratio >= each - hysteresis) ?? 0
    this.#told.set(use.name, Math.min(told, kept))
  }
}
