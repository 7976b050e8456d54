import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { AddressGroup } from './address-group.ts'
import { msUntilPoints, takePoints } from './points.ts'

export interface SignInBounds {
  failedSignInsPerAddressPerMinute: number
  failedSignInsPerAccountPerTenMinutes: number
  signUpsPerAddressPerMinute: number
  wrongTokensPerAddressPerMinute: number
}

/** How often one address may try passwords and tokens, and sign up. */
export class SignInRates {
  readonly #on: boolean
  readonly #failedOfAddress: RateLimiterMemory
  readonly #failedOfAccount: RateLimiterMemory
  readonly #signUps: RateLimiterMemory
  readonly #wrongTokens: RateLimiterMemory

  constructor(on: boolean, bounds: SignInBounds) {
    this.#on = on
    this.#wrongTokens = new RateLimiterMemory({ points: bounds.wrongTokensPerAddressPerMinute, duration: 60 })
    this.#failedOfAddress = new RateLimiterMemory({
      points: bounds.failedSignInsPerAddressPerMinute,
      duration: 60,
    })
    this.#failedOfAccount = new RateLimiterMemory({
      points: bounds.failedSignInsPerAccountPerTenMinutes,
      duration: 600,
    })
    this.#signUps = new RateLimiterMemory({ points: bounds.signUpsPerAddressPerMinute, duration: 60 })
  }

  /**
   * The same for bringing a token, of which only wrong ones count: an address that guesses is answered nothing
   * more for a while, right or wrong.
   */
  async takeToken(address: AddressGroup, isRight: boolean): Promise<number | null> {
    if (!this.#on) return null
    const wait = await msUntilPoints(this.#wrongTokens, address)
    if (wait === null && !isRight) await this.#wrongTokens.penalty(address, 1)
    return wait
  }

  /** The same for trying a password, of which failures alone count: by whoever it is tried on, and from where. */
  async waitForSignIn(address: AddressGroup, account: string): Promise<number | null> {
    if (!this.#on) return null
    return (
      (await msUntilPoints(this.#failedOfAccount, account)) ?? msUntilPoints(this.#failedOfAddress, address)
    )
  }

  async signInFailed(address: AddressGroup, account: string): Promise<void> {
    await this.#failedOfAddress.penalty(address, 1)
    await this.#failedOfAccount.penalty(account, 1)
  }

  /** The same for what keeps something for an address' sake: signing up, and guests who sign out. */
  async takeSignUp(address: AddressGroup): Promise<number | null> {
    return this.#on ? takePoints(this.#signUps, address) : null
  }
}
