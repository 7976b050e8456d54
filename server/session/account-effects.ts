import type { NewShop } from '../../shared/protocol/account-messages.ts'
import type { Effect } from '../outbox/outbox.ts'
import { derivedId } from '../queue/own-commands.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import type { AccountStore } from './account-store.ts'
import type { Account, Merging } from './accounts.ts'
import type { PickupNames } from './pickup-names.ts'
import type { Sessions } from './sessions.ts'

interface Dependencies {
  accounts: AccountStore
  sessions: Sessions
  pickupNames: PickupNames
  market: DurableMarket
}

/** What accounts ask of the market: to move a guest's orders to their owner, and to open a shop. */
export class AccountEffects {
  readonly #dependencies: Dependencies

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  /** What an account's record still asks for. */
  of(account: Account): Effect[] {
    const { opening } = account
    return [
      ...account.merging.map((merging) => this.#merge(account, merging)),
      ...(opening ? [this.#openShop(account, opening)] : []),
    ]
  }

  /** What all accounts still ask for, at a start. */
  all(): Effect[] {
    return [...this.#dependencies.accounts.all()].flatMap((account) => this.of(account))
  }

  /** Ends the guest's session, whose token would else act for the account, and then moves what was the guest's. */
  #merge({ id, buyerId }: Account, merging: Merging): Effect {
    const { accounts, sessions, pickupNames } = this.#dependencies
    return {
      id: derivedId('merge', merging.buyerId, buyerId),
      kind: 'buyer:merge',
      perform: async () => {
        await accounts.endGuest({ id: merging.sessionId, buyerId: merging.buyerId })
        sessions.ended(merging.sessionId)
        await pickupNames.move(merging.buyerId, buyerId)
        return { type: 'buyer:merge', from: merging.buyerId, to: buyerId }
      },
      settle: async () => {
        await accounts.change(id, (account) => ({
          merging: account.merging.filter(({ sessionId }) => sessionId !== merging.sessionId),
        }))
      },
    }
  }

  #openShop({ id }: Account, shop: NewShop): Effect {
    return {
      id: derivedId('shop', id),
      kind: 'shop:open',
      // The market forgets ids after a while, and would open a second shop.
      perform: async () => (this.#shopOf(id) === null ? shopOpening(id, shop) : null),
      settle: async () => {
        await this.#dependencies.accounts.change(id, () => ({ opening: null, shopId: this.#shopOf(id) }))
      },
    }
  }

  /** Null for an account without a shop: the market may have had no room for one. */
  #shopOf(sellerId: string): number | null {
    for (const shop of this.#dependencies.market.shops.map.values())
      if (shop.sellerId === sellerId) return shop.id
    return null
  }
}

const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone

const shopOpening = (
  sellerId: string,
  { name, description = '', pickupNote = '', timeZone = ownZone }: NewShop,
) =>
  ({
    type: 'shop:open',
    sellerId,
    slug: slugOf(name),
    name,
    description,
    pickupNote,
    lowStockAt: 5,
    timeZone,
  }) as const

/** A shop's address made of its name: ASCII letters and digits, with hyphens between. */
function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return slug.slice(0, 40).replace(/-+$/, '') || 'shop'
}
