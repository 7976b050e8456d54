import type { Scheduler } from '../scheduler.ts'

interface Waiting {
  owner: object
  granted(): void
  timer: { cancel(): void }
}

/** An advisory lock of the simulated database: granted in the order in which it was asked for. */
export class TurnLock {
  readonly #scheduler: Scheduler
  #holder: object | null = null
  /** Also of those who wait no longer. */
  #contendedSinceMs = Number.POSITIVE_INFINITY
  #waiting: Waiting[] = []

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler
  }

  /** For how long the one who holds it has kept others waiting. */
  get contendedMs(): number {
    return Math.max(0, this.#scheduler.nowMs - this.#contendedSinceMs)
  }

  isHeldBy(owner: object): boolean {
    return this.#holder === owner
  }

  /** False when the lock was not granted within `waitMs`. Never resolves for an owner that gave it up. */
  acquire(owner: object, waitMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = this.#scheduler.after(waitMs, () => {
        this.#waiting = this.#waiting.filter((one) => one !== waiting)
        resolve(false)
      })
      const waiting = { owner, timer, granted: () => resolve(true) }
      this.#waiting.push(waiting)
      if (this.#holder) this.#contendedSinceMs = Math.min(this.#contendedSinceMs, this.#scheduler.nowMs)
      this.#grant()
    })
  }

  /** Releases it, or stops waiting for it. */
  release(owner: object): void {
    const gone = this.#waiting.filter((one) => one.owner === owner)
    for (const { timer } of gone) timer.cancel()
    this.#waiting = this.#waiting.filter((one) => one.owner !== owner)
    if (this.#holder !== owner) return
    this.#holder = null
    this.#grant()
  }

  #grant(): void {
    const next = this.#holder ? undefined : this.#waiting.shift()
    if (!next) return
    next.timer.cancel()
    this.#holder = next.owner
    this.#contendedSinceMs = this.#waiting.length > 0 ? this.#scheduler.nowMs : Number.POSITIVE_INFINITY
    next.granted()
  }
}
