import type { Clock, Timer } from '../os/clock.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { AccountEffects } from './account-effects.ts'
import type { AccountStore } from './account-store.ts'

interface Dependencies {
  accounts: Pick<AccountStore, 'byId'>
  effects: Pick<AccountEffects, 'of'>
  outbox: Pick<Outbox, 'add'>
  clock: Clock
  bounds: { takeoverMs: number }
}

/**
 * Works the effects that accounts still ask for some time after another node recorded them, since that node may have
 * ended. If it only was slow, both work them: an effect's id is the same on every node, so it counts once.
 */
export class EffectTakeover {
  readonly #dependencies: Dependencies
  readonly #due = new Map<string, Timer>()

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  /** Call when another node changed an account. */
  changed(id: string): void {
    const { clock, bounds } = this.#dependencies
    if (this.#due.has(id) || this.#effectsOf(id).length === 0) return
    const timer = clock.schedule(bounds.takeoverMs, () => {
      this.#due.delete(id)
      void this.#dependencies.outbox.add(this.#effectsOf(id))
    })
    this.#due.set(id, timer)
  }

  close(): void {
    for (const timer of this.#due.values()) timer.cancel()
    this.#due.clear()
  }

  #effectsOf(id: string) {
    const { accounts, effects } = this.#dependencies
    const account = accounts.byId(id)
    return account ? effects.of(account) : []
  }
}
