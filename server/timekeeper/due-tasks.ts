import type { Logger } from 'pino'
import TinyQueue from 'tinyqueue'
import type { Clock, Timer } from '../os/clock.ts'

export interface Task {
  id: string
  /** A later task with the same key replaces this one. */
  key?: string | undefined
  /** Resolves to false when it has to run again. Rejecting means the same, and is logged. */
  run(): Promise<boolean>
}

export interface DueTasksBounds {
  /** Tasks that run at a time: many that are due at once must not hold up buyers. */
  inFlightMax: number
  /** The pause before a second attempt; it doubles with each further one. */
  retryMsMin: number
  retryMsMax: number
  /** The longest timer; a task that is due later gets another one. */
  waitMsMax: number
}

export interface DueTasksDependencies {
  clock: Clock
  logger: Logger
  bounds: DueTasksBounds
}

interface Waiting {
  task: Task
  /** On the monotonic clock. */
  dueAt: number
  attempts: number
  isReplaced?: true
}

const byDueAt = (one: Waiting, other: Waiting): number => one.dueAt - other.dueAt

/** Runs tasks when due, few at a time, retrying at growing intervals. In memory: add them at each start. */
export class DueTasks {
  readonly #dependencies: DueTasksDependencies
  #waiting = new TinyQueue<Waiting>([], byDueAt)
  readonly #byKey = new Map<string, Waiting>()
  /** How many of the waiting ones were replaced. */
  #replaced = 0
  #timer: Timer | null = null
  #timerAt = Number.POSITIVE_INFINITY
  #inFlight = 0
  #notBefore = Number.POSITIVE_INFINITY
  #isClosed = false

  constructor(dependencies: DueTasksDependencies) {
    this.#dependencies = dependencies
  }

  get waiting(): number {
    return this.#waiting.length - this.#replaced
  }

  add(task: Task, delayMs: number): void {
    if (task.key !== undefined) this.#replace(task.key)
    this.#push({ task, dueAt: this.#dependencies.clock.monotonic() + delayMs, attempts: 0 })
  }

  /** Nothing runs before this is called, nor within `graceMs` after it. */
  start(graceMs: number): void {
    this.#notBefore = this.#dependencies.clock.monotonic() + graceMs
    this.#setTimer()
  }

  close(): void {
    this.#isClosed = true
    this.#timer?.cancel()
  }

  #push(waiting: Waiting): void {
    const { key } = waiting.task
    if (key !== undefined) this.#byKey.set(key, waiting)
    this.#waiting.push(waiting)
    this.#setTimer()
  }

  /** Replaced tasks stay in the heap until they are half of it, so that replacing one costs nothing. */
  #replace(key: string): void {
    const former = this.#byKey.get(key)
    if (!former) return
    this.#byKey.delete(key)
    former.isReplaced = true
    this.#replaced += 1
    if (this.#replaced * 2 <= this.#waiting.length) return
    this.#waiting = new TinyQueue(
      this.#waiting.data.filter(({ isReplaced }) => !isReplaced),
      byDueAt,
    )
    this.#replaced = 0
  }

  #setTimer(): void {
    const next = this.#waiting.peek()
    const at = Math.max(next?.dueAt ?? Number.POSITIVE_INFINITY, this.#notBefore)
    if (this.#isClosed || at >= this.#timerAt || at === Number.POSITIVE_INFINITY) return
    const { clock, bounds } = this.#dependencies
    this.#timer?.cancel()
    const delayMs = Math.min(Math.max(0, at - clock.monotonic()), bounds.waitMsMax)
    this.#timerAt = clock.monotonic() + delayMs
    this.#timer = clock.schedule(delayMs, () => {
      this.#timerAt = Number.POSITIVE_INFINITY
      this.#runDue()
    })
  }

  #runDue(): void {
    const { clock, bounds } = this.#dependencies
    const now = clock.monotonic()
    while (!this.#isClosed && this.#inFlight < bounds.inFlightMax) {
      const next = this.#waiting.peek()
      if (!next || next.dueAt > now) return this.#setTimer()
      this.#waiting.pop()
      if (next.isReplaced) this.#replaced -= 1
      else void this.#run(next)
    }
  }

  async #run(waiting: Waiting): Promise<void> {
    const { clock, bounds } = this.#dependencies
    const { key } = waiting.task
    if (key !== undefined && this.#byKey.get(key) === waiting) this.#byKey.delete(key)
    this.#inFlight += 1
    const isDone = await this.#attempt(waiting)
    this.#inFlight -= 1
    if (!isDone) {
      const { task, attempts } = waiting
      const pauseMs = Math.min(bounds.retryMsMin * 2 ** attempts, bounds.retryMsMax)
      this.#push({ task, dueAt: clock.monotonic() + pauseMs, attempts: attempts + 1 })
    }
    this.#runDue()
  }

  async #attempt({ task }: Waiting): Promise<boolean> {
    try {
      return await task.run()
    } catch (error) {
      // A task that a stop interrupts runs again at the next start.
      if (!this.#isClosed)
        this.#dependencies.logger.error({ error, task: task.id }, 'a task failed, and will run again')
      return false
    }
  }
}
