import type { Asker } from './event-rates.ts'
import { Limits } from './limits.ts'

/** How often one session, and one address, may give a pickup name. */
export class NameRates extends Limits {
  readonly #ofSession = this.window('namesPerSessionPerTenMinutes')
  readonly #ofAddress = this.window('namesPerAddressPerTenMinutes')

  /** Null when the name may be set, else in how many ms. */
  take({ session, address }: Asker): number | null {
    if (session.isOperatorProgram) return null
    const now = this.now()
    return this.#ofSession.take(session.id, now) ?? this.#ofAddress.take(address, now)
  }
}
