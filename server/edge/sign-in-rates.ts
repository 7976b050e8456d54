import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { AddressGroup } from './address-group.ts'
import { AttemptBudget } from './attempt-budget.ts'
import { KnownAddresses } from './known-addresses.ts'
import { takePoints } from './points.ts'
import { WindowCounter } from './window-counter.ts'

export interface SignInBounds {
  failedSignInsPerAccountAndAddressPerTenMinutes: number
  failedSignInsPerAccountFromStrangersPerMinute: number
  failedSignInsPerAddressPerMinute: number
  knownAddressesMax: number
  signUpsPerAddressPerMinute: number
  wrongSecretsPerAddressPerMinute: number
}

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

const minuteMs = 60_000

/**
 * How often one may try passwords and other secrets. Guessing costs the guesser: failures count for the pair of
 * account and address, and an account's owner has a budget that strangers cannot use up, either by a proof (a
 * session, a cookie of an earlier sign-in) or by the address of an earlier sign-in. A guesser with many addresses
 * is held back by a budget that all strangers to an account share.
 */
export class SignInRates {
  readonly #on: boolean
  readonly #now: () => number
  readonly #ofProof: AttemptBudget
  readonly #ofPair: AttemptBudget
  readonly #ofAddress: AttemptBudget
  readonly #ofStrangers: AttemptBudget
  readonly #known: KnownAddresses
  readonly #signUps: RateLimiterMemory
  readonly #wrongSecrets: WindowCounter

  /** `now` is monotonic, in ms. */
  constructor(on: boolean, bounds: SignInBounds, now: () => number) {
    this.#on = on
    this.#now = now
    const perPair = bounds.failedSignInsPerAccountAndAddressPerTenMinutes
    this.#ofProof = new AttemptBudget(perPair, 10 * minuteMs, now)
    this.#ofPair = new AttemptBudget(perPair, 10 * minuteMs, now)
    this.#ofAddress = new AttemptBudget(bounds.failedSignInsPerAddressPerMinute, minuteMs, now)
    this.#ofStrangers = new AttemptBudget(bounds.failedSignInsPerAccountFromStrangersPerMinute, minuteMs, now)
    this.#known = new KnownAddresses(bounds.knownAddressesMax)
    this.#wrongSecrets = new WindowCounter(bounds.wrongSecretsPerAddressPerMinute, minuteMs)
    this.#signUps = new RateLimiterMemory({ points: bounds.signUpsPerAddressPerMinute, duration: 60 })
  }

  /** To be called before a password is looked at. Returns how to end the attempt, or in how many ms to try again. */
  beginPassword(attempt: PasswordAttempt): EndAttempt | number {
    if (!this.#on) return () => {}
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
    return this.#on ? this.#wrongSecrets.take(address, this.#now()) : null
  }

  /** Null when an address may sign up or sign a guest out, which both are kept, else in how many ms it may. */
  async takeSignUp(address: AddressGroup): Promise<number | null> {
    return this.#on ? takePoints(this.#signUps, address) : null
  }

  #budgetsOf({ email, address, proof }: PasswordAttempt): (readonly [AttemptBudget, string])[] {
    if (proof !== null) return [[this.#ofProof, `${email} ${proof}`]]
    const pair = [this.#ofPair, `${email} ${address}`] as const
    if (this.#known.has(email, address)) return [pair]
    return [pair, [this.#ofAddress, address], [this.#ofStrangers, email]]
  }
}
