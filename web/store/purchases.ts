import type { PurchaseLine } from '../../shared/protocol/buyer-messages.ts'
import type { Order } from '../../shared/protocol/shapes.ts'
import type { Refusal } from '../../shared/refusals.ts'
import type { Position } from '../socket/wire.ts'
import type { ClientTools } from './client-tools.ts'
import type { Orders } from './orders.ts'
import { type Ended, sendUntilKnown, type Unknown } from './send-until-known.ts'
import type { StoredPurchase, StoredPurchases } from './stored-purchases.ts'

/**
 * The states of a purchase. `unknown`: it is sent again with the same id until the server decides. `lapsed`: the market
 * could not be reached for 15 minutes; then the order was looked up instead, and it does not exist. `taken`: another
 * tab sent a different purchase with this id; the buyer's orders show which. `restored`: the market was restored from a
 * copy, where the same ids may be other products, so it was not sent.
 */
export type PurchaseState =
  | { readonly kind: 'sending' }
  | { readonly kind: 'unknown'; readonly why: Unknown }
  | { readonly kind: 'bought'; readonly order: Order }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'lapsed' | 'taken' | 'restored' }

export interface Purchase extends StoredPurchase {
  readonly state: PurchaseState
  /** An earlier visit or another tab left it open. */
  readonly recovered: boolean
}

export interface PurchasesDependencies extends ClientTools<'/'> {
  orders: Orders
  stored: StoredPurchases
  /** The epoch and seq of the shown market; null until known. */
  position: () => Position | null
}

/** An older purchase is looked up, not sent: a buyer who returns the next day must not find that it was bought now. */
const lapseMs = 15 * 60_000
const lookUpAgainMs = 2_000

/**
 * The purchases of this browser and their outcomes ([G9]). Each is stored before it is sent, and sent with the same id
 * until the server accepts or refuses it, also after a reload. If two tabs send the same id, one order is made.
 */
export class Purchases {
  readonly #dependencies: PurchasesDependencies
  readonly #byId = new Map<string, Purchase>()
  #list: readonly Purchase[] = []
  readonly #pursued = new Set<string>()
  #stopped = true

  constructor(dependencies: PurchasesDependencies) {
    this.#dependencies = dependencies
  }

  get = (id: string): Purchase | undefined => this.#byId.get(id)
  /** Oldest first, including decided ones until they are dismissed; a new array after every change. */
  list = (): readonly Purchase[] => this.#list

  /**
   * Buys `lines`, all of one shop: stores the purchase, sends it, and returns it at once in the state `sending`. Pass
   * an `id` if another tab may send the same purchase; no other purchase may use it.
   */
  buy(lines: readonly PurchaseLine[], id = this.#dependencies.newId()): Purchase {
    const request = {
      id,
      lines,
      at: this.#dependencies.clock.now(),
      epoch: this.#dependencies.position()?.epoch,
    }
    this.#dependencies.stored.keep(request)
    const purchase: Purchase = { ...request, state: { kind: 'sending' }, recovered: false }
    this.#set(purchase)
    void this.#pursue(purchase)
    return purchase
  }

  /** Resumes purchases that an earlier visit or `stop` left open. */
  start(): void {
    this.#stopped = false
    for (const kept of this.#dependencies.stored.all()) {
      const request = { ...kept, epoch: kept.epoch ?? this.#dependencies.position()?.epoch }
      const recovered: Purchase = { ...request, state: { kind: 'unknown', why: 'silence' }, recovered: true }
      const purchase = this.#byId.get(request.id) ?? recovered
      this.#set(purchase)
      void this.#pursue(purchase)
    }
  }

  /** Sends nothing more; open purchases stay stored. */
  stop(): void {
    this.#stopped = true
  }

  /** For another person. The orders stay among those of the person who placed them. */
  forgetAll(): void {
    const ids = [...this.#byId.keys()]
    this.#byId.clear()
    for (const id of ids) this.#changed(id)
  }

  /** Removes a decided purchase; an open one stays. */
  dismiss(id: string): void {
    const kind = this.#byId.get(id)?.state.kind
    if (kind === undefined || kind === 'sending' || kind === 'unknown') return
    this.#byId.delete(id)
    this.#changed(id)
  }

  async #pursue(purchase: Purchase): Promise<void> {
    const { id } = purchase
    if (this.#pursued.has(id)) return
    this.#pursued.add(id)
    const state = await this.#outcomeOf(purchase)
    this.#pursued.delete(id)
    if (!state) return
    this.#dependencies.stored.forget(id)
    if (state.kind === 'bought') this.#dependencies.orders.add([state.order])
    this.#setState(id, state)
  }

  /** Null if the client stopped before the outcome was known. */
  async #outcomeOf(purchase: Purchase): Promise<PurchaseState | null> {
    const { id, lines } = purchase
    while (!this.#isOver(id)) {
      if (this.#isOld(purchase)) return this.#lookUp(id, { kind: 'lapsed' })
      // Earlier versions stored no epoch, so its market may be unknown.
      if (this.#isOfAnother(purchase))
        return this.#lookUp(id, { kind: purchase.epoch === undefined ? 'lapsed' : 'restored' })
      const ended = await sendUntilKnown({
        ...this.#dependencies,
        send: () => this.#dependencies.request('purchase:create', { id, lines: [...lines] }),
        onUnknown: (why) => this.#setState(id, { kind: 'unknown', why }),
        isOver: () => this.#isOver(id) || this.#isOld(purchase) || this.#isOfAnother(purchase),
      })
      // Another tab may have ordered something else with this id.
      if (ended.kind === 'refused' && ended.refusal.code === 'id_mismatch')
        return this.#lookUp(id, { kind: 'taken' })
      if (ended.kind !== 'given-up') return finalState(ended)
    }
    return null
  }

  /** Also true for a time far in the future: the clock was corrected since, so the age is unknown. */
  #isOld = (purchase: Purchase): boolean => Math.abs(this.#dependencies.clock.now() - purchase.at) > lapseMs

  #isOver = (id: string): boolean => this.#stopped || !this.#byId.has(id)

  /** Whether its product ids belong to another market. */
  #isOfAnother({ epoch }: Purchase): boolean {
    const now = this.#dependencies.position()?.epoch
    return now !== undefined && epoch !== now
  }

  /** Bought if the order exists, else `otherwise`. */
  async #lookUp(id: string, otherwise: PurchaseState): Promise<PurchaseState | null> {
    while (!this.#isOver(id)) {
      // Only a complete list proves that an order does not exist.
      if (await this.#dependencies.orders.sync(this.#dependencies.position()?.seq ?? 0)) {
        const order = this.#dependencies.orders.get(id)
        return order ? { kind: 'bought', order } : otherwise
      }
      await this.#dependencies.retryTimer.wait(lookUpAgainMs)
    }
    return null
  }

  #setState(id: string, state: PurchaseState): void {
    const purchase = this.#byId.get(id)
    if (purchase) this.#set({ ...purchase, state })
  }

  #set(purchase: Purchase): void {
    this.#byId.set(purchase.id, purchase)
    this.#changed(purchase.id)
  }

  #changed(id: string): void {
    this.#list = [...this.#byId.values()]
    this.#dependencies.topics.notify('purchases', `purchase:${id}`)
  }
}

function finalState(ended: Exclude<Ended<{ order: Order }>, { kind: 'given-up' }>): PurchaseState {
  return ended.kind === 'ok'
    ? { kind: 'bought', order: ended.reply.order }
    : { kind: 'refused', refusal: ended.refusal }
}
