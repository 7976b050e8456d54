import type { Clock } from './clock.ts'
import type { Memory } from './transport-memory.ts'

export type Transport = 'websocket' | 'polling'

/** For a page's first try: a network that silently drops WebSockets must not keep a buyer waiting. */
const firstTryMsMax = 3_000
const tryMsMax = 10_000
/** How long to remember that WebSockets are blocked. */
const blockedMs = 10 * 60_000
/** WebSockets count as blocked after several in a row that lasted less than this. */
const cutShortMsMax = 30_000
const cutsMax = 3

/** Chooses the transport of the next connection. A network may refuse WebSockets, drop them silently, or cut them. */
export class Transports {
  readonly #clock: Clock
  readonly #memory: Memory
  #current: Transport = 'websocket'
  #openedAt: number | null = null
  #hasWorked = false
  /** In a row: WebSockets that did not open, and (below) that were cut early. */
  #failures = 0
  #cuts = 0

  constructor(clock: Clock, memory: Memory) {
    this.#clock = clock
    this.#memory = memory
  }

  get current(): Transport {
    return this.#current
  }

  choose(): { transport: Transport; timeoutMs: number } {
    // After one has worked, a failure more likely means that the server is down than that WebSockets are blocked.
    const triesMax = this.#hasWorked ? 2 : 1
    const isBlocked = this.isBlocked && this.#failures === 0
    this.#current = isBlocked || this.#failures >= triesMax ? 'polling' : 'websocket'
    const isFirstTry = this.#current === 'websocket' && !this.#hasWorked
    return { transport: this.#current, timeoutMs: isFirstTry ? firstTryMsMax : tryMsMax }
  }

  opened(): void {
    this.#openedAt = this.#clock.now()
    if (this.#current === 'websocket') this.#hasWorked = true
  }

  /** The connection ended or could not be made; `isCut` if neither side ended it. */
  ended(isCut: boolean): void {
    const livedMs = this.#openedAt === null ? null : this.#clock.now() - this.#openedAt
    this.#openedAt = null
    if (livedMs === null) this.#failed()
    else this.#lived(isCut ? livedMs : cutShortMsMax)
  }

  /** Whether WebSockets are known to be blocked. */
  get isBlocked(): boolean {
    return Number(this.#memory.read() ?? 0) > this.#clock.now()
  }

  /** A probe or early cuts showed whether WebSockets get through. */
  found(way: 'blocked' | 'open'): void {
    this.#failures = 0
    this.#cuts = 0
    this.#memory.write(way === 'blocked' ? String(this.#clock.now() + blockedMs) : '')
  }

  #failed(): void {
    if (this.#current === 'websocket') this.#failures += 1
    // If polling fails too, WebSockets are not the cause. If they were remembered as blocked, they are tried once
    // before polling again.
    else this.#failures = this.#failures === 0 ? -1 : 0
  }

  #lived(ms: number): void {
    this.#failures = 0
    if (this.#current === 'polling') return
    this.#cuts = ms < cutShortMsMax ? this.#cuts + 1 : 0
    if (this.#cuts >= cutsMax) this.found('blocked')
  }
}
