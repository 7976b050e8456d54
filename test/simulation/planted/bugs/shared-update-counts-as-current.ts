import type { Audience } from '../../../../server/broadcast/audience.ts'
import * as original from '../../../../server/broadcast/updates.ts'

export class Updates extends original.Updates {
  readonly #market: original.UpdatesDependencies['market']

  constructor(dependencies: original.UpdatesDependencies) {
    super(dependencies)
    this.#market = dependencies.market
  }

  override since(audience: Audience, from: number): original.Update {
    return this.#asIfCurrent(super.since(audience, from))
  }

  override reset(audience: Audience): original.Update {
    return this.#asIfCurrent(super.reset(audience))
  }

  #asIfCurrent(update: original.Update): original.Update {
    return { ...update, seq: update.seq === null ? null : this.#market.counters.seq }
  }
}
