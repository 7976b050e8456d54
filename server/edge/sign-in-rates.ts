import type { AddressGroup } from './address-group.ts'
import { AttemptBudget } from './attempt-budget.ts'
import { Limits, type WindowBound } from './limits.ts'

/** An attempt to sign in with a password. */
export interface PasswordAttempt {
  /** As the client sent it; there may be no such account. */
  email: string
  address: AddressGroup
  /** Proves that this client signed in to the account before; null without a proof. */
  proof: string | null
}

/** Ends an attempt. Only wrong passwords count. Resolves once all nodes can know. */
export type EndAttempt = (wasWrong: boolean) => Promise<void>

/**
 * How often passwords may be tried. Failures count for the pair of account and address, so guessing
 * limits the guesser. An account's owner has a budget that strangers cannot use up, by a proof (a session, the cookie
 * of an earlier sign-in) or by the address of an earlier sign-in. A guesser with many addresses is held back by a
 * budget that all strangers to an account share.
 */
export class SignInRates extends Limits {
  readonly #ofProof = this.#budget('failedSignInsPerAccountAndAddressPerTenMinutes')
  readonly #ofPair = this.#budget('failedSignInsPerAccountAndAddressPerTenMinutes')
  readonly #ofAddress = this.#budget('failedSignInsPerAddressPerMinute')
  readonly #ofStrangers = this.#budget('failedSignInsPerAccountFromStrangersPerMinute')
  /** The latest pairs of account and address since the start, oldest first. Not stored: addresses are personal. */
  readonly #known = new Set<string>()

  /** Call before checking a password. Resolves to what ends the attempt, or to in how many ms to try again. */
  async beginPassword(attempt: PasswordAttempt): Promise<EndAttempt | number> {
    const budgets = this.#budgetsOf(attempt)
    const failed = await this.shared.of(budgets.map(([budget, key]) => budget.sharedKey(key)))
    for (const [index, [budget, key]] of budgets.entries()) budget.raise(key, failed[index] ?? 0)
    for (const [index, [budget, key]] of budgets.entries()) {
      const retryAfterMs = budget.begin(key)
      if (retryAfterMs === null) continue
      for (const [begun, begunKey] of budgets.slice(0, index)) void begun.end(begunKey, false)
      return retryAfterMs
    }
    return async (wasWrong) => {
      await Promise.all(budgets.map(([budget, key]) => budget.end(key, wasWrong)))
    }
  }

  /** Notes that the account's owner uses this address. */
  signedIn(email: string, address: AddressGroup): void {
    const pair = `${email} ${address}`
    this.#known.delete(pair)
    const [oldest] = this.#known.size >= this.bounds.knownAddressesMax ? this.#known : []
    if (oldest !== undefined) this.#known.delete(oldest)
    this.#known.add(pair)
  }

  #budget(name: WindowBound): AttemptBudget {
    return new AttemptBudget(this.sharedOptions(name))
  }

  #budgetsOf({ email, address, proof }: PasswordAttempt): (readonly [AttemptBudget, string])[] {
    if (proof !== null) return [[this.#ofProof, `${email} ${proof}`]]
    const pair = `${email} ${address}`
    const ofPair = [this.#ofPair, pair] as const
    if (this.#known.has(pair)) return [ofPair]
    return [ofPair, [this.#ofAddress, address], [this.#ofStrangers, email]]
  }
}
