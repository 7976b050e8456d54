import type { Clock, Timer } from '../../../server/os/clock.ts'

interface Task {
  at: number
  run: () => void
}

/** A clock that a test moves. `now` and `monotonic` advance together; `jump` moves `now` alone, like setting a clock. */
export class VirtualClock implements Clock {
  #wall: number
  #monotonic = 0
  /** In the order in which they were scheduled. */
  #tasks: Task[] = []

  constructor(wall = Date.UTC(2026, 0, 1)) {
    this.#wall = wall
  }

  now(): number {
    return this.#wall
  }

  monotonic(): number {
    return this.#monotonic
  }

  schedule(delayMs: number, run: () => void): Timer {
    const task = { at: this.#monotonic + delayMs, run }
    this.#tasks.push(task)
    return { cancel: () => this.#remove(task) }
  }

  /** The number of scheduled tasks: 0 after a test that leaks none. */
  get waiting(): number {
    return this.#tasks.length
  }

  /** Whether anything is due now. */
  get due(): boolean {
    return this.#nextUpTo(this.#monotonic) !== undefined
  }

  /** Runs all that is due now, including what that schedules for now. */
  runDue(): void {
    this.#runUpTo(this.#monotonic)
  }

  /** Lets `ms` pass: each task runs at its own time. */
  tick(ms: number): void {
    const end = this.#monotonic + ms
    this.#runUpTo(end)
    this.#passUntil(end)
  }

  /** Runs all that is due, and all that promises make of it, until nothing happens without the clock. */
  async settle(): Promise<void> {
    do {
      this.runDue()
      await new Promise((done) => setImmediate(done))
    } while (this.due)
  }

  /** Lets `ms` pass in steps, settling after each, so that one wait can follow another. */
  async pass(ms: number, stepMs = ms / 50): Promise<void> {
    const end = this.#monotonic + ms
    await this.settle()
    while (this.#monotonic < end) {
      this.tick(Math.min(stepMs, end - this.#monotonic))
      await this.settle()
    }
  }

  /** Sets the wall clock forward or back; the monotonic clock is not affected. */
  jump(ms: number): void {
    this.#wall += ms
  }

  #runUpTo(end: number): void {
    for (let next = this.#nextUpTo(end); next; next = this.#nextUpTo(end)) {
      this.#remove(next)
      this.#passUntil(next.at)
      next.run()
    }
  }

  #nextUpTo(end: number): Task | undefined {
    let next: Task | undefined
    for (const task of this.#tasks) {
      if (task.at <= end && (!next || task.at < next.at)) next = task
    }
    return next
  }

  #passUntil(monotonic: number): void {
    const passed = Math.max(0, monotonic - this.#monotonic)
    this.#monotonic += passed
    this.#wall += passed
  }

  #remove(task: Task): void {
    this.#tasks = this.#tasks.filter((one) => one !== task)
  }
}
