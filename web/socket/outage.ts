import type { Why } from './connection.ts'
import type { Reach } from './session.ts'

/** The findings since the connection was lost. */
export class Outage {
  #reach: Reach | null = null
  #isTurnedAway = false
  /** Whether all transports failed although the server answers. */
  #isBlocked = false

  found(reach: Reach): void {
    this.#reach = reach
    if (reach !== 'answers') this.#isBlocked = false
  }

  /** The last transport failed too; `answer` is the server's, if it answered. */
  failed(answer = ''): void {
    this.#isTurnedAway = answer.includes('Too many')
    this.#isBlocked = this.#reach === 'answers'
  }

  over(): void {
    this.#reach = null
    this.#isTurnedAway = false
    this.#isBlocked = false
  }

  get why(): Why {
    if (globalThis.navigator?.onLine === false) return 'no-network'
    if (this.#isTurnedAway) return 'busy'
    if (this.#reach === 'answers') return this.#isBlocked ? 'blocked' : 'reconnecting'
    return this.#reach ?? 'reconnecting'
  }
}
