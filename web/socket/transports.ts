import type { Clock } from './clock.ts'
import type { Memory } from './transport-memory.ts'

/** What carries a connection. */
export type Transport = 'websocket' | 'polling'

/** On a page's first try: a network that swallows WebSockets must not keep its buyer waiting. */
const firstTryMsMax = 3_000
const tryMsMax = 10_000
/** For how long it is remembered that no WebSocket gets through. */
const blockedMs = 10 * 60_000
/** A WebSocket that lives for less was cut, if it happens so many times in a row. */
const cutShortMsMax = 30_000
const cutsMax = 3

/**
 * Chooses what carries the next connection: a WebSocket, or long polling where no WebSocket gets through. A network
 * may refuse them, swallow them, or cut them after some seconds.
 */
export class Transports {
  readonly #clock: Clock
  readonly #memory: Memory
  #current: Transport = 'websocket'
  #openedAt: number | null = null
  #hasWorked = false
  /** WebSockets in a row that did not open; and that were cut soon. */
  #failures = 0
  #cuts = 0

  constructor(clock: Clock, memory: Memory) {
    this.#clock = clock
    this.#memory = memory
  }

  get current(): Transport {
    return this.#current
  }

  /** What to try next, and for how long. */
  choose(): { transport: Transport; timeoutMs: number } {
    // Where one worked already, the server is more likely to be away than WebSockets are to be blocked.
    const triesMax = this.#hasWorked ? 2 : 1
    const isBlocked = this.isBlocked && this.#failures === 0
    this.#current = isBlocked || this.#failures >= triesMax ? 'polling' : 'websocket'
    const isFirstTry = this.#current === 'websocket' && !this.#hasWorked
    return { transport: this.#current, timeoutMs: isFirstTry ? firstTryMsMax : tryMsMax }
  }

  /** The session was opened. */
  opened(): void {
    this.#openedAt = this.#clock.now()
    if (this.#current === 'websocket') this.#hasWorked = true
  }

  /** The connection was lost (cut, where neither side ended it), or was not made. */
  ended(isCut: boolean): void {
    const livedMs = this.#openedAt === null ? null : this.#clock.now() - this.#openedAt
    this.#openedAt = null
    if (livedMs === null) this.#failed()
    else this.#lived(isCut ? livedMs : cutShortMsMax)
  }

  /** Whether it is known that no WebSocket gets through. */
  get isBlocked(): boolean {
    return Number(this.#memory.read() ?? 0) > this.#clock.now()
  }

  /** WebSockets were found to be blocked, or to get through again. */
  found(way: 'blocked' | 'open'): void {
    this.#failures = 0
    this.#cuts = 0
    this.#memory.write(way === 'blocked' ? String(this.#clock.now() + blockedMs) : '')
  }

  #failed(): void {
    if (this.#current === 'websocket') this.#failures += 1
    // Neither works: that says nothing about WebSockets.
    // From a remembered "blocked", WebSockets are tried once before polling is again.
    else this.#failures = this.#failures === 0 ? -1 : 0
  }

  #lived(ms: number): void {
    this.#failures = 0
    if (this.#current === 'polling') return
    this.#cuts = ms < cutShortMsMax ? this.#cuts + 1 : 0
    if (this.#cuts >= cutsMax) this.found('blocked')
  }
}
