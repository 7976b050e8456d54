import type { Asker } from './event-rates.ts'
import { WindowCounter } from './window-counter.ts'

export interface NameBounds {
  namesPerSessionPerTenMinutes: number
  namesPerAddressPerTenMinutes: number
}

const tenMinutesMs = 600_000

/** How often one session, and one address, may give a name to be called at pickup. */
export class NameRates {
  readonly #on: boolean
  readonly #now: () => number
  readonly #ofSession: WindowCounter
  readonly #ofAddress: WindowCounter

  constructor(on: boolean, bounds: NameBounds, now: () => number) {
    this.#on = on
    this.#now = now
    this.#ofSession = new WindowCounter(bounds.namesPerSessionPerTenMinutes, tenMinutesMs)
    this.#ofAddress = new WindowCounter(bounds.namesPerAddressPerTenMinutes, tenMinutesMs)
  }

  /** Null when the name may be set, else in how many ms. */
  take({ session, address }: Asker): number | null {
    if (!this.#on || session.isOperatorProgram) return null
    const now = this.#now()
    return this.#ofSession.take(session.id, now) ?? this.#ofAddress.take(address, now)
  }
}
