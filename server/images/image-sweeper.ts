import { setImmediate as others } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Clock, Timer } from '../os/clock.ts'
import type { Images } from './images.ts'

interface Dependencies {
  images: Images
  clock: Clock
  logger: Logger
  bounds: { sweepDistanceMs: number }
}

/** Regularly removes the pictures that are no longer used. */
export class ImageSweeper {
  readonly #dependencies: Dependencies
  #timer: Timer | null = null
  #sweeping: Promise<void> = Promise.resolve()

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  start(): void {
    const { clock, bounds } = this.#dependencies
    this.#timer = clock.schedule(bounds.sweepDistanceMs, () => {
      this.#sweeping = this.sweep().then(() => {
        if (this.#timer) this.start()
      })
    })
  }

  /** Never rejects: a failure is retried the next time. */
  async sweep(): Promise<void> {
    const { images, logger, bounds } = this.#dependencies
    try {
      const { removed } = await images.sweep(bounds.sweepDistanceMs, others)
      if (removed > 0) logger.info({ removed }, 'pictures that no product shows were removed')
      await images.save()
    } catch (error) {
      logger.warn({ error }, 'the pictures could not be looked through')
    }
  }

  async close(): Promise<void> {
    this.#timer?.cancel()
    this.#timer = null
    await this.#sweeping
    const { images, logger } = this.#dependencies
    await images.save().catch((error: unknown) => logger.warn({ error }, 'images.json could not be written'))
  }
}
