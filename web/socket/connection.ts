import type { Clock, Timer } from './clock.ts'

/**
 * The state of the connection to the server, as an app shows it:
 *
 *     connecting ──────────────┐
 *         │ in step            │ no connection for 5 s, or 2 s after losing it
 *         ▼                    ▼
 *      in-step ─ lost ─► brief-offline ─ 2 s ─► offline ─ in step ─► back ─ 2.5 s ─► in-step
 *         ▲                    │
 *         └───── in step ──────┘
 *
 * In `brief-offline`, apps show no message yet. `refused` is final until `retry`.
 */
export type Connection =
  | { kind: 'connecting' }
  | { kind: 'in-step' }
  | { kind: 'brief-offline'; since: number }
  | { kind: 'offline'; since: number; why: Why }
  | { kind: 'back' }
  | { kind: 'refused'; code: RefusedCode }

/**
 * Why there is no connection: no network, no answer from the server, a proxy reports it down, overload, a network that
 * blocks connections but lets pages through, or not known yet.
 */
export type Why = 'no-network' | 'unreachable' | 'down' | 'busy' | 'blocked' | 'reconnecting'

export type RefusedCode = 'forbidden' | 'unauthenticated' | 'unsupported_protocol'

const briefMs = 2_000
const firstMs = 5_000
const backMs = 2_500

/** The state machine of {@link Connection}. Calls `onChange` once for each new state. */
export class ConnectionState {
  readonly #clock: Clock
  readonly #onChange: (state: Connection) => void
  #state: Connection = { kind: 'connecting' }
  #timer: Timer | null = null
  /** When the timer is due; meaningless without one. */
  #dueAt = 0
  #why: Why = 'reconnecting'

  constructor(clock: Clock, onChange: (state: Connection) => void) {
    this.#clock = clock
    this.#onChange = onChange
    this.#after(firstMs, () => this.#goOffline(clock.now()))
  }

  get current(): Connection {
    return this.#state
  }

  /** The client has the market at one seq, and receives all changes from there. */
  inStep(): void {
    if (this.#state.kind === 'in-step' || this.#state.kind === 'back') return
    if (this.#state.kind !== 'offline') return this.#move({ kind: 'in-step' })
    this.#move({ kind: 'back' })
    this.#after(backMs, () => this.#move({ kind: 'in-step' }))
  }

  lost(): void {
    const since = this.#clock.now()
    switch (this.#state.kind) {
      case 'connecting':
        return this.#after(briefMs, () => this.#goOffline(since), 'keep sooner')
      case 'in-step':
        this.#move({ kind: 'brief-offline', since })
        return this.#after(briefMs, () => this.#goOffline(since))
      case 'back':
        return this.#goOffline(since)
      case 'brief-offline':
      case 'offline':
      case 'refused':
    }
  }

  /** Sets why there is no connection, once known. */
  because(why: Why): void {
    this.#why = why
    if (this.#state.kind === 'offline' && this.#state.why !== why) this.#move({ ...this.#state, why })
  }

  /** The server rejects this client, so trying again is pointless. */
  refused(code: RefusedCode): void {
    this.#move({ kind: 'refused', code })
  }

  /** A new attempt was requested after a refusal. */
  retry(): void {
    if (this.#state.kind !== 'refused') return
    this.#move({ kind: 'connecting' })
    this.#after(firstMs, () => this.#goOffline(this.#clock.now()))
  }

  close(): void {
    this.#timer?.cancel()
    this.#timer = null
  }

  #goOffline(since: number): void {
    this.#move({ kind: 'offline', since, why: this.#why })
  }

  #after(delayMs: number, task: () => void, rule: 'replace' | 'keep sooner' = 'replace'): void {
    const dueAt = this.#clock.now() + delayMs
    if (rule === 'keep sooner' && this.#timer && this.#dueAt <= dueAt) return
    this.#timer?.cancel()
    this.#dueAt = dueAt
    this.#timer = this.#clock.schedule(delayMs, task)
  }

  #move(next: Connection): void {
    this.close()
    this.#state = next
    this.#onChange(next)
  }
}
