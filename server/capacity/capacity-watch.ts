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

/** A bound near a level is reported once: it must fall this far below to be reported again. */
const hysteresis = 0.05

const levels = [nearRatio, almostFullRatio]

interface Dependencies {
  capacity: Capacity
  clock: Clock
  logger: Logger
  bounds: { watchDistanceMs: number }
}

/** Logs a warning, once per level, when a bound of the market is nearly reached. */
export class CapacityWatch {
  readonly #dependencies: Dependencies
  readonly #reported = new Map<BoundName, number>()
  #timer: Timer | null = null
  #isClosed = false

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  start(): void {
    const { clock, bounds } = this.#dependencies
    this.#timer = clock.schedule(bounds.watchDistanceMs, () => {
      void this.look().finally(() => {
        if (!this.#isClosed) this.start()
      })
    })
  }

  /** Never rejects. */
  async look(): Promise<void> {
    const { capacity, logger } = this.#dependencies
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
    const reported = this.#reported.get(use.name) ?? 0
    const level = levels.findLast((each) => ratio >= each) ?? 0
    if (level > reported) {
      const { name: bound, used, max } = use
      const percent = Math.floor(ratio * 100)
      this.#dependencies.logger.warn(
        { bound, used, max },
        `${bound} is ${percent} % full: see Shops, Capacity`,
      )
      this.#reported.set(bound, level)
      return
    }
    const kept = levels.findLast((each) => ratio >= each - hysteresis) ?? 0
    this.#reported.set(use.name, Math.min(reported, kept))
  }
}
