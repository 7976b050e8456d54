import type { Scheduler } from '../scheduler.ts'

interface Waiting {
  owner: object
  sinceMs: number
  granted(): void
  timer: { cancel(): void }
}

/** An advisory lock of the simulated database: granted in the order in which it was asked for. */
export class TurnLock {
  readonly #scheduler: Scheduler
  #holder: object | null = null
  #heldSinceMs = 0
  #waiting: Waiting[] = []

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler
  }

  /** For how long the one who holds it has kept others waiting. */
  get contendedMs(): number {
    const sinceMs = this.#waiting[0] ? Math.max(this.#heldSinceMs, this.#waiting[0].sinceMs) : Infinity
    return Math.max(0, this.#scheduler.nowMs - sinceMs)
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
      const waiting = { owner, sinceMs: this.#scheduler.nowMs, timer, granted: () => resolve(true) }
      this.#waiting.push(waiting)
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
    this.#heldSinceMs = this.#scheduler.nowMs
    next.granted()
  }
}
