import type { Market } from '../../shared/protocol/server-messages.ts'
import type { Clock, Timer } from './clock.ts'
import { askHealth, fetchMarket, type Reach } from './session.ts'
import type { Namespace, Position } from './wire.ts'

export interface HttpMarketDependencies {
  clock: Clock
  url: string | undefined
  namespace: Namespace
  /** The buyer that this page belongs to; null until known. */
  buyerId(): string | null
  /** The position of the market that is known already. */
  position(): Position | null
  found(reach: Reach): void
  /** Called with the market loaded by HTTP; null if the known one is current. */
  loaded(market: Market | null): void
}

const everyMs = 5_000
/** Most lost connections are restored sooner than this. */
const afterMs = 2_000
/**
 * How many answers in a row before the market is loaded again: after a restart of the server, all clients are
 * disconnected for a moment, and must not load it at once.
 */
const answersMin = 2

/** Loads a page's market by plain HTTP while there is no connection, and finds out why there is none. */
export class HttpMarket {
  readonly #dependencies: HttpMarketDependencies
  #timer: Timer | null = null
  #isOn = false
  /** How often in a row the server answered while there was no connection. */
  #answers = 0

  constructor(dependencies: HttpMarketDependencies) {
    this.#dependencies = dependencies
  }

  /** Call when there is no connection. */
  start(): void {
    if (this.#isOn) return
    this.#isOn = true
    this.#lookIn(afterMs)
  }

  /** Call when there is a connection. */
  stop(): void {
    this.#isOn = false
    this.#answers = 0
    this.#timer?.cancel()
  }

  #lookIn(delayMs = everyMs): void {
    this.#timer?.cancel()
    this.#timer = this.#dependencies.clock.schedule(
      delayMs * (0.8 + Math.random() * 0.4),
      () => void this.#look(),
    )
  }

  async #look(): Promise<void> {
    const { url, namespace, buyerId, position, found, loaded } = this.#dependencies
    if (globalThis.document?.visibilityState !== 'hidden') {
      const has = position()
      const loads = has === null || this.#answers >= answersMin
      const { reach, market } = loads
        ? await fetchMarket(url, { kind: 'cookie' }, namespace, buyerId(), has)
        : { reach: await askHealth(url), market: null }
      if (!this.#isOn) return
      this.#answers = reach === 'answers' ? this.#answers + 1 : 0
      found(reach)
      if (loads && reach === 'answers') loaded(market)
    }
    this.#lookIn()
  }
}
