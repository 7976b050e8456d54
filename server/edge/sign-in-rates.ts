import type { AddressGroup } from './address-group.ts'
import { AttemptBudget } from './attempt-budget.ts'
import { KnownAddresses } from './known-addresses.ts'
import { Limits, windowMsOf } from './limits.ts'

/** A password that somebody is about to try. */
export interface PasswordAttempt {
  /** The account, as the client named it; there may be none. */
  email: string
  address: AddressGroup
  /** What proves that this client signed in to the account before; null without a proof. */
  proof: string | null
}

/** Ends an attempt: only one whose password was wrong costs anything. */
export type EndAttempt = (wasWrong: boolean) => void

/**
 * How often one may try passwords and other secrets. Guessing costs the guesser: failures count for the pair of
 * account and address, and an account's owner has a budget that strangers cannot use up, either by a proof (a
 * session, a cookie of an earlier sign-in) or by the address of an earlier sign-in. A guesser with many addresses
 * is held back by a budget that all strangers to an account share.
 */
export class SignInRates extends Limits {
  readonly #ofProof = this.#budget('failedSignInsPerAccountAndAddressPerTenMinutes')
  readonly #ofPair = this.#budget('failedSignInsPerAccountAndAddressPerTenMinutes')
  readonly #ofAddress = this.#budget('failedSignInsPerAddressPerMinute')
  readonly #ofStrangers = this.#budget('failedSignInsPerAccountFromStrangersPerMinute')
  readonly #known = new KnownAddresses(this.bounds.knownAddressesMax)
  readonly #signUps = this.window('signUpsPerAddressPerMinute')
  readonly #wrongSecrets = this.window('wrongSecretsPerAddressPerMinute')

  /** To be called before a password is looked at. Returns how to end the attempt, or in how many ms to try again. */
  beginPassword(attempt: PasswordAttempt): EndAttempt | number {
    const budgets = this.#budgetsOf(attempt)
    for (const [index, [budget, key]] of budgets.entries()) {
      const retryAfterMs = budget.begin(key)
      if (retryAfterMs === null) continue
      for (const [begun, begunKey] of budgets.slice(0, index)) begun.end(begunKey, false)
      return retryAfterMs
    }
    return (wasWrong) => {
      for (const [budget, key] of budgets) budget.end(key, wasWrong)
    }
  }

  /** Somebody at this address is the account's owner. */
  signedIn(email: string, address: AddressGroup): void {
    this.#known.add(email, address)
  }

  /**
   * To be called when a token, a link or a receipt was wrong; right ones never wait, since these secrets are too
   * long to be guessed. Null while an address may go on, else in how many ms it may.
   */
  wrongSecret(address: AddressGroup): number | null {
    return this.#wrongSecrets.take(address, this.now())
  }

  /** Null when an address may sign up or sign a guest out, which both are kept, else in how many ms it may. */
  takeSignUp(address: AddressGroup): number | null {
    return this.#signUps.take(address, this.now())
  }

  #budget(name: Parameters<typeof windowMsOf>[0]): AttemptBudget {
    return new AttemptBudget(this.max(name), windowMsOf(name), this.now)
  }

  #budgetsOf({ email, address, proof }: PasswordAttempt): (readonly [AttemptBudget, string])[] {
    if (proof !== null) return [[this.#ofProof, `${email} ${proof}`]]
    const pair = [this.#ofPair, `${email} ${address}`] as const
    if (this.#known.has(email, address)) return [pair]
    return [pair, [this.#ofAddress, address], [this.#ofStrangers, email]]
  }
}
