import type { Logger } from 'pino'
import type { NewShop } from '../../shared/protocol/account-messages.ts'
import { isTransient } from '../../shared/refusals.ts'
import type { Wish } from '../market/command.ts'
import type { Clock, Timer } from '../os/clock.ts'
import type { Outcome } from '../queue/outcome.ts'
import { derivedId } from '../queue/own-commands.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import type { AccountBook } from './account-book.ts'
import type { Account, Merging } from './accounts.ts'
import type { Names } from './names.ts'
import type { Sessions } from './sessions.ts'

export interface ErrandsParts {
  book: AccountBook
  sessions: Sessions
  names: Names
  market: DurableMarket
  clock: Clock
  logger: Logger
  /** The program's own command, through the one queue like any other. */
  submit(id: string, wish: Wish): Promise<Outcome>
  bounds: { errandRetryMs: number; shopsMax: number }
}

/**
 * What the market must hear of an account: who a guest is now, and the shop that it opens. The account is durable
 * first, then the market is told; whatever comes between, it is told again, at the next start too. The ids are
 * made of what is asked, so that asking twice does it once.
 */
export class Errands {
  readonly #parts: ErrandsParts
  readonly #again = new Map<string, Timer>()
  #isClosed = false

  constructor(parts: ErrandsParts) {
    this.#parts = parts
  }

  /** Runs what a stop left undone. */
  async runAll(): Promise<void> {
    for (const account of [...this.#parts.book.all()]) {
      if (account.merging.length || account.opening) await this.run(account.id)
    }
  }

  /** Resolves when all is done, or stands to be tried again. Never rejects. */
  async run(accountId: string): Promise<void> {
    this.#again.get(accountId)?.cancel()
    this.#again.delete(accountId)
    try {
      const isDone = await this.#tell(accountId)
      if (!isDone) this.#later(accountId)
    } catch (error) {
      this.#parts.logger.error({ error, account: accountId }, 'an account could not be told to the market')
      this.#later(accountId)
    }
  }

  /** Is there room for one more shop, beside those that wait to be opened? */
  get shopsMax(): number {
    return this.#parts.bounds.shopsMax
  }

  hasRoomForShop(): boolean {
    const { market, bounds } = this.#parts
    return market.counters.lastShopId + this.#again.size < bounds.shopsMax
  }

  close(): void {
    this.#isClosed = true
    for (const timer of this.#again.values()) timer.cancel()
  }

  #later(accountId: string): void {
    if (this.#isClosed) return
    const { clock, bounds } = this.#parts
    this.#again.get(accountId)?.cancel()
    this.#again.set(
      accountId,
      clock.schedule(bounds.errandRetryMs, () => void this.run(accountId)),
    )
  }

  async #tell(accountId: string): Promise<boolean> {
    const account = this.#parts.book.byId(accountId)
    if (!account) return true
    let isDone = true
    for (const merging of account.merging) isDone = (await this.#merge(account, merging)) && isDone
    if (account.opening) isDone = (await this.#openShop(account, account.opening)) && isDone
    return isDone
  }

  /** Ends the guest's session, whose token would else act for the account, and then moves what was the guest's. */
  async #merge({ id, buyerId }: Account, merging: Merging): Promise<boolean> {
    const { book, sessions, names, submit } = this.#parts
    await book.endGuest({ id: merging.sessionId, buyerId: merging.buyerId })
    sessions.ended(merging.sessionId)
    await names.move(merging.buyerId, buyerId)
    const outcome = await submit(derivedId('merge', merging.buyerId, buyerId), {
      type: 'buyer:merge',
      from: merging.buyerId,
      to: buyerId,
    })
    if (outcome.kind === 'refused' && isTransient(outcome.refusal.code)) return false
    await book.change(id, (account) => ({
      merging: account.merging.filter(({ sessionId }) => sessionId !== merging.sessionId),
    }))
    return true
  }

  async #openShop({ id }: Account, shop: NewShop): Promise<boolean> {
    const shopId = this.#shopOf(id) ?? (await this.#submitShop(id, shop))
    if (shopId === 'later') return false
    await this.#parts.book.change(id, () => ({ opening: null, shopId }))
    return true
  }

  /** A shop that was opened before a stop; the memory of ids is long, but not for ever. */
  #shopOf(sellerId: string): number | undefined {
    for (const shop of this.#parts.market.shops.map.values()) if (shop.sellerId === sellerId) return shop.id
    return undefined
  }

  /** The new shop's id; null when there is no room for it. */
  async #submitShop(sellerId: string, shop: NewShop): Promise<number | null | 'later'> {
    const outcome = await this.#parts.submit(derivedId('shop', sellerId), {
      type: 'shop:open',
      sellerId,
      slug: slugOf(shop.name),
      name: shop.name,
      description: shop.description ?? '',
      pickupNote: shop.pickupNote ?? '',
      lowStockAt: 5,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    })
    if (outcome.kind === 'refused') return isTransient(outcome.refusal.code) ? 'later' : null
    return outcome.subject.kind === 'shop' ? outcome.subject.id : null
  }
}

/** A shop's address made of its name: ASCII letters and digits, with hyphens between. */
function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return slug.slice(0, 40).replace(/-+$/, '') || 'shop'
}
