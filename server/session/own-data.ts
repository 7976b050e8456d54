import type { OwnDataExport } from '../../shared/protocol/account-messages.ts'
import { type Refusal, refuse } from '../../shared/refusals.ts'
import { type OrderContext, viewOfOrder } from '../broadcast/views.ts'
import { buyerNow } from '../market/buyers.ts'
import type { Clock, Timer } from '../os/clock.ts'
import { type RecordChange, type Records, untilNoConflict } from '../records/records.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { newestOrders } from '../store/order-pages.ts'
import type { AccountStore } from './account-store.ts'
import { type Account, jobsOf, type People } from './accounts.ts'
import type { BeginAttempt, HashingQueue } from './hashing-queue.ts'
import type { Networks } from './networks.ts'
import type { PickupNames } from './pickup-names.ts'
import { operatorAccountId, type Sessions } from './sessions.ts'
import type { Session } from './tokens.ts'

interface Dependencies {
  records: Records<People>
  accounts: AccountStore
  sessions: Sessions
  pickupNames: PickupNames
  networks: Networks
  market: DurableMarket
  orders: OrderContext
  passwords: HashingQueue
  clock: Clock
  bounds: { ownDataOrdersMax: number; purgeAfterMs: number }
}

/**
 * What is stored about a person, outside of the journal: account, sessions, links, name, network. The journal names
 * nobody, so orders stay, without a name.
 */
export class OwnData {
  readonly #dependencies: Dependencies
  #purge: Timer | null = null

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  /** All of it, and the person's orders: the newest, if there are more than the bound. */
  of(session: Session): OwnDataExport {
    const { accounts, sessions, pickupNames, networks, clock } = this.#dependencies
    const account = sessions.accountOf(session)
    return {
      exportedAt: clock.now(),
      buyerId: session.buyerId,
      pickupName: pickupNames.get(session.buyerId) ?? null,
      network: networks.of(session.buyerId),
      account: account
        ? {
            email: account.email,
            createdAt: account.createdAt,
            jobs: [...jobsOf(account)],
            sessions: accounts
              .sessionsOf(account)
              .map(({ agent, createdAt, seenAt, expiresAt }) => ({ agent, createdAt, seenAt, expiresAt })),
          }
        : null,
      ...this.#ordersOf(session.buyerId),
    }
  }

  /** Is this the password of the session's account? A guest has none. */
  async isTheirs(session: Session, password: string, source: string, begin: BeginAttempt): Promise<boolean> {
    const { sessions, passwords } = this.#dependencies
    const kept = sessions.accountOf(session)?.passwordHash
    return kept ? passwords.verify(source, kept, password, begin) : false
  }

  /**
   * Deletes the session's person and ends all of their sessions; durable once it resolves with null. Refused while a shop
   * needs the account: its orders have to be answered for by somebody.
   */
  async delete(session: Session): Promise<Refusal | null> {
    const { accounts, sessions, records, pickupNames, networks } = this.#dependencies
    const ids = this.#knownAs(session.buyerId)
    const ended = new Set([session.id])
    const refusal = await untilNoConflict(async () => {
      const account = sessions.accountOf(session)
      const why = account ? this.#whyNot(account) : null
      if (why) return why
      for (const { id } of account?.sessions ?? []) ended.add(id)
      await records.write([
        ...(account ? accounts.removalOf(account) : accounts.guestEnding(session)),
        ...ids.flatMap((id) => forgetting(id)),
      ])
      return null
    })
    if (refusal) return refusal
    for (const id of ids) {
      pickupNames.forget(id)
      networks.forget(id)
    }
    for (const id of ended) sessions.ended(id)
    this.#purgeLater()
    return null
  }

  close(): void {
    this.#purge?.cancel()
  }

  /** Rewriting costs as much as there are records, so deletions that follow each other share it. */
  #purgeLater(): void {
    const { clock, records, bounds } = this.#dependencies
    this.#purge ??= clock.schedule(bounds.purgeAfterMs, () => {
      this.#purge = null
      void records.purge?.()
    })
  }

  #whyNot(account: Account): Refusal | null {
    const { accounts, market } = this.#dependencies
    if (account.id === operatorAccountId) return refuse('forbidden')
    // Guests' orders, or a shop, are on their way to it, which takes a moment.
    if (account.merging.length > 0 || account.opening) return refuse('unavailable', { retryAfterMs: 5_000 })
    const opened = [...market.shops.map.values()].some(({ sellerId }) => sellerId === account.id)
    const isAlone = jobsOf(account).some(
      ({ shopId, role }) => role === 'owner' && accounts.ownersOf(shopId).length === 1,
    )
    return opened || isAlone ? refuse('last_owner', undefined, ownsShop) : null
  }

  /** The buyer, and the guests that became them: their networks are still known under those ids. */
  #knownAs(buyerId: string): string[] {
    const { market } = this.#dependencies
    const ids = new Set([buyerId])
    for (const { row } of market.ordersOfBuyer.of(buyerNow(market, buyerId))) {
      const former = market.placedBy.get(market.orders.at(row).id)
      if (former !== undefined) ids.add(former)
    }
    return [...ids]
  }

  #ordersOf(buyerId: string): Pick<OwnDataExport, 'orders' | 'hasMoreOrders'> {
    const { market, orders, bounds } = this.#dependencies
    const log = market.ordersOfBuyer.of(buyerNow(market, buyerId))
    const page = newestOrders(market, log, Number.MAX_SAFE_INTEGER, {
      limit: bounds.ownDataOrdersMax,
      scannedMax: bounds.ownDataOrdersMax * 4,
    })
    return {
      orders: page.items.map((order) => viewOfOrder(order, orders)),
      hasMoreOrders: page.next !== null,
    }
  }
}

const ownsShop = 'You run a shop here, so somebody has to answer for it. Ask the market’s operator.'

const forgetting = (buyerId: string): RecordChange<People>[] => [
  { kind: 'name', key: buyerId, value: undefined },
  { kind: 'network', key: buyerId, value: undefined },
]
