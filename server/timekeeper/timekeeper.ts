import type { Logger } from 'pino'
import TinyQueue from 'tinyqueue'
import { isTransient } from '../../shared/refusals.ts'
import type { Wish } from '../market/command.ts'
import type { Clock, Timer } from '../os/clock.ts'
import type { Outcome } from '../queue/outcome.ts'

/** Something that happens by itself at a time that an entry of the journal states. */
export interface Deadline {
  /** What is submitted when it is due. The market refuses it when it no longer applies. */
  command: Wish
  /** The same for the same deadline, after a restart and on every node: it happens once. */
  id: string
  /** In ms since 1970. */
  until: number
  /** Does it still apply? Asked before it is submitted, so that a stale one costs nothing. */
  applies(): boolean
}

export interface TimekeeperBounds {
  /** How long nothing expires after a start. */
  startGraceMs: number
  /** Commands submitted at a time: many deadlines that are due at once must not hold up buyers. */
  inFlightMax: number
  /** How long a command waits that the queue could not take. */
  retryMs: number
  /** A timer runs at most this long, whatever it waits for. */
  waitMsMax: number
}

interface Dependencies {
  clock: Clock
  logger: Logger
  submit(id: string, command: Wish): Promise<Outcome>
  bounds: TimekeeperBounds
}

interface Armed {
  deadline: Deadline
  /** On the monotonic clock. */
  dueAt: number
}

/**
 * Submits commands of the market's own when their deadlines have passed. Deadlines are data: they come from
 * entries, and are collected again from the market's state at every start. The remaining time is read from the
 * wall clock once, and counted on the monotonic clock from then on, so that a clock that jumps moves none of them.
 */
export class Timekeeper {
  readonly #dependencies: Dependencies
  readonly #armed = new TinyQueue<Armed>([], (one, other) => one.dueAt - other.dueAt)
  #timer: Timer | null = null
  #timerAt = Number.POSITIVE_INFINITY
  #inFlight = 0
  #notBefore = Number.POSITIVE_INFINITY
  #lateMs = 0
  #isClosed = false

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  /** How many deadlines are ahead, those included that no longer apply. */
  get waiting(): number {
    return this.#armed.length
  }

  /** How late the last deadline was met. */
  get lateMs(): number {
    return this.#lateMs
  }

  add(deadline: Deadline): void {
    const { clock } = this.#dependencies
    this.#armed.push({ deadline, dueAt: clock.monotonic() + Math.max(0, deadline.until - clock.now()) })
    this.#setTimer()
  }

  /** From now on, after a grace, deadlines are met. */
  start(): void {
    const { clock, bounds } = this.#dependencies
    this.#notBefore = clock.monotonic() + bounds.startGraceMs
    this.#setTimer()
  }

  close(): void {
    this.#isClosed = true
    this.#timer?.cancel()
  }

  #setTimer(): void {
    const next = this.#armed.peek()
    const at = Math.max(next?.dueAt ?? Number.POSITIVE_INFINITY, this.#notBefore)
    if (this.#isClosed || at >= this.#timerAt || at === Number.POSITIVE_INFINITY) return
    const { clock, bounds } = this.#dependencies
    this.#timer?.cancel()
    const delayMs = Math.min(Math.max(0, at - clock.monotonic()), bounds.waitMsMax)
    this.#timerAt = clock.monotonic() + delayMs
    this.#timer = clock.schedule(delayMs, () => {
      this.#timerAt = Number.POSITIVE_INFINITY
      this.#meetDue()
    })
  }

  #meetDue(): void {
    const { clock, bounds } = this.#dependencies
    const now = clock.monotonic()
    while (this.#inFlight < bounds.inFlightMax) {
      const next = this.#armed.peek()
      if (!next || next.dueAt > now) return this.#setTimer()
      this.#armed.pop()
      if (next.deadline.applies()) void this.#meet(next)
    }
  }

  async #meet(armed: Armed): Promise<void> {
    const { clock, logger, submit, bounds } = this.#dependencies
    this.#inFlight += 1
    try {
      const outcome = await submit(armed.deadline.id, armed.deadline.command)
      this.#lateMs = clock.monotonic() - armed.dueAt
      if (outcome.kind === 'refused' && isTransient(outcome.refusal.code)) this.#again(armed, bounds.retryMs)
    } catch (error) {
      logger.error({ error, command: armed.deadline.id }, 'a deadline could not be met')
      this.#again(armed, bounds.retryMs)
    } finally {
      this.#inFlight -= 1
    }
    if (!this.#isClosed) this.#meetDue()
  }

  #again({ deadline }: Armed, delayMs: number): void {
    this.#armed.push({ deadline, dueAt: this.#dependencies.clock.monotonic() + delayMs })
  }
}
