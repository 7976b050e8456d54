import type { Market } from '../../shared/protocol/server-messages.ts'
import type { Clock, Timer } from './clock.ts'
import type { Reach } from './reach.ts'
import { askHealth, fetchMarket } from './session.ts'
import type { Namespace, Position } from './wire.ts'

export interface HttpMarketParts {
  clock: Clock
  url: string | undefined
  namespace: Namespace
  /** Whose page this is; null before that is known. */
  buyerId(): string | null
  /** What is known of the market already. */
  position(): Position | null
  found(reach: Reach): void
  /** The market as it is now; null where it is as it is known. */
  loaded(market: Market | null): void
}

const everyMs = 5_000
/** Most connections that are lost are there again before it would be of use. */
const afterMs = 2_000
/** After a restart everybody is away for a moment: the market is only loaded once the server answered so often. */
const answersMin = 2

/** Shows a page's market by plain HTTP as long as there is no connection, and finds out why there is none. */
export class HttpMarket {
  readonly #parts: HttpMarketParts
  #timer: Timer | null = null
  #isOn = false
  /** How often in a row the server answered, and yet there was no connection. */
  #answers = 0

  constructor(parts: HttpMarketParts) {
    this.#parts = parts
  }

  /** There is no connection. */
  start(): void {
    if (this.#isOn) return
    this.#isOn = true
    this.#again(afterMs)
  }

  /** There is one. */
  stop(): void {
    this.#isOn = false
    this.#answers = 0
    this.#timer?.cancel()
  }

  #again(delayMs = everyMs): void {
    this.#timer?.cancel()
    this.#timer = this.#parts.clock.schedule(delayMs * (0.8 + Math.random() * 0.4), () => void this.#look())
  }

  async #look(): Promise<void> {
    const { url, namespace, buyerId, position, found, loaded } = this.#parts
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
    this.#again()
  }
}
