import type { AddressGroup } from './address-group.ts'
import { AttemptBudget } from './attempt-budget.ts'
import { KnownAddresses } from './known-addresses.ts'
import { Limits, windowMsOf } from './limits.ts'

/** An attempt to sign in with a password. */
export interface PasswordAttempt {
  /** As the client sent it; there may be no such account. */
  email: string
  address: AddressGroup
  /** Proves that this client signed in to the account before; null without a proof. */
  proof: string | null
}

/** Ends an attempt. Only wrong passwords count. */
export type EndAttempt = (wasWrong: boolean) => void

/**
 * How often passwords and other secrets may be tried. Failures count for the pair of account and address, so guessing
 * limits the guesser. An account's owner has a budget that strangers cannot use up, by a proof (a session, the cookie
 * of an earlier sign-in) or by the address of an earlier sign-in. A guesser with many addresses is held back by a
 * budget that all strangers to an account share.
 */
export class SignInRates extends Limits {
  readonly #ofProof = this.#budget('failedSignInsPerAccountAndAddressPerTenMinutes')
  readonly #ofPair = this.#budget('failedSignInsPerAccountAndAddressPerTenMinutes')
  readonly #ofAddress = this.#budget('failedSignInsPerAddressPerMinute')
  readonly #ofStrangers = this.#budget('failedSignInsPerAccountFromStrangersPerMinute')
  readonly #known = new KnownAddresses(this.bounds.knownAddressesMax)
  readonly #signUps = this.window('signUpsPerAddressPerMinute')
  readonly #wrongSecrets = this.window('wrongSecretsPerAddressPerMinute')

  /** Call before checking a password. Returns a function that ends the attempt, or in how many ms to try again. */
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

  /** Notes that the account's owner uses this address. */
  signedIn(email: string, address: AddressGroup): void {
    this.#known.add(email, address)
  }

  /**
   * Call when a token, a link or a receipt was wrong. Right ones never wait, since these secrets are too long to be
   * guessed. Null while an address may go on, else in how many ms it may.
   */
  wrongSecret(address: AddressGroup): number | null {
    return this.#wrongSecrets.take(address, this.now())
  }

  /** Null when an address may sign up, or sign a guest out, since both are stored; else in how many ms it may. */
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
