import type { Entry } from '../../../server/market/event.ts'
import type { Complain } from './fold.ts'

/** A guest who signed up, as in the reply. */
export interface SignedUp {
  guestId: string
  buyerId: string
  accountId: string
}

/** The effects in an account's record. */
interface AccountRecord {
  id: string
  shopId: number | null
  opening: object | null
  merging: readonly object[]
}

/**
 * Judges the outcome of effects, which the outbox attempts at least once: an account's shop is opened in one entry only,
 * after its record is durable; a sign-up that got a reply ends with its shop and the guest's orders; and in the end no
 * account asks for anything. Repeated merges are not looked for: they change nothing.
 */
export class EffectJudge {
  readonly #complain: Complain
  /** Whether this text in the records of people would survive a power loss at this moment. */
  readonly #isDurable: (text: string) => boolean
  readonly #shopIds = new Map<string, number>()
  readonly #signedUp: SignedUp[] = []

  constructor(complain: Complain, isDurable: (text: string) => boolean) {
    this.#complain = complain
    this.#isDurable = isDurable
  }

  signedUp(answer: SignedUp): void {
    this.#signedUp.push(answer)
  }

  entered({ seq, events }: Entry): void {
    for (const event of events) {
      if (event.type !== 'shop:opened' || !event.sellerId.startsWith('a-')) continue
      if (this.#shopIds.has(event.sellerId))
        this.#complain('G5', `entry ${seq} opens a second shop for ${event.sellerId}`)
      if (!this.#isDurable(event.sellerId))
        this.#complain('G2', `entry ${seq} opens a shop before the account ${event.sellerId} is durable`)
      this.#shopIds.set(event.sellerId, event.shopId)
    }
  }

  finish(accounts: Iterable<AccountRecord>, buyerNow: (buyerId: string) => string): void {
    const shops = new Map<string, number | null>()
    for (const { id, shopId, opening, merging } of accounts) {
      shops.set(id, shopId)
      if (opening || merging.length > 0) this.#complain('G9', `account ${id} still asks for something`)
    }
    for (const { guestId, buyerId, accountId } of this.#signedUp) {
      const shopId = this.#shopIds.get(accountId)
      if (shopId === undefined || shops.get(accountId) !== shopId)
        this.#complain(
          'G1',
          `${accountId} asked for a shop, has ${shops.get(accountId)}, and ${shopId} was opened`,
        )
      if (buyerNow(guestId) !== buyerNow(buyerId))
        this.#complain('G1', `what was the guest's ${guestId} is not ${buyerId}'s`)
    }
  }
}
