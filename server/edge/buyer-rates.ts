import type { Session } from '../session/tokens.ts'
import type { AddressGroup } from './address-group.ts'
import { dayMs, hourMs, RecentRecords } from './allowance.ts'
import { Limits } from './limits.ts'
import { Address, AddressDay, Buyer, LimitsAt, settleOrder, takeOrder } from './rated-records.ts'

/** Buyers, and addresses, in each of two periods: about 100 MB at most. */
const recordsMax = 100_000

export type BuyerCommand = 'purchase:create' | 'order:cancel'

/** The limits, each with its message. */
const limitSentences = {
  orders: 'You have placed many orders in a short time. Please wait before you place another.',
  cancellations: 'You have cancelled many orders in a short time. Please wait before you cancel another.',
  orders_from_network: 'Too many orders came from your network. Please wait before you place another.',
  cancellations_from_network:
    'Too many orders were cancelled from your network. Please wait before you cancel another.',
  new_guests: 'Too many new customers came from your network. Please sign in, or wait before you order.',
} as const

/** Why a command is refused, and for how long. */
export interface BuyerWait {
  /** The limit that was reached. */
  limit: keyof typeof limitSentences
  message: string
  retryAfterMs: number
}

/** Who orders or cancels. */
export interface RatedBuyer {
  session: Pick<Session, 'buyerId' | 'account' | 'isOperatorProgram'>
  address: AddressGroup
  /** Cached for a client's next command. */
  limitsAt?: LimitsAt
}

/**
 * Limits orders and cancellations to what people make: a person places a few an hour, and a program that places thousands
 * would fill the market for everyone else. An address may be shared by a hall of buyers, so its limits grow with the
 * buyers who order from it; the number of new ones among them, guests who never ordered before, is bounded.
 *
 * A command takes its points before it is decided, and gets them back when it changed nothing: a refusal, for example
 * because something is sold out, costs nothing.
 */
export class BuyerRates extends Limits {
  readonly #buyers = new RecentRecords({ make: () => new Buyer(), periodMs: hourMs, recordsMax })
  readonly #addresses = new RecentRecords({
    make: () => new Address(),
    periodMs: hourMs,
    recordsMax,
    onPeriod: (address) => address.beginHour(),
  })
  readonly #days = new RecentRecords({
    make: () => new AddressDay(),
    periodMs: dayMs,
    recordsMax,
    onPeriod: (day) => day.beginDay(),
  })

  /**
   * Takes what a command costs. Null when it may go on; then call {@link settle} once it is decided. `hasOrdered` is asked
   * about guests who did not order recently.
   */
  take(
    rated: RatedBuyer,
    command: BuyerCommand,
    id: string,
    now: number,
    hasOrdered: (buyerId: string) => boolean,
  ): BuyerWait | null {
    const { session } = rated
    if (!this.on || session.isOperatorProgram) return null
    rated.limitsAt ??= new LimitsAt()
    const at = rated.limitsAt
    const address = this.#addresses.again(at.address, rated.address, now)
    const buyer = this.#buyers.again(at.buyer, session.buyerId, now)
    at.address = address
    at.buyer = buyer
    buyer.isNew ??= session.account === null && !hasOrdered(session.buyerId)
    const wait =
      command === 'order:cancel'
        ? this.#takeCancellation(buyer, address, now)
        : this.#takeOrder(rated, buyer, address, now)
    if (wait === null) buyer.begin(id)
    return wait
  }

  /** Is a command of this client's buyer admitted and not decided yet? */
  isUnderWay({ limitsAt }: RatedBuyer, id: string): boolean {
    return limitsAt?.buyer?.isUnderWay(id) === true
  }

  /** Ends what {@link take} began: returns the points of a command that changed nothing. */
  settle({ limitsAt }: RatedBuyer, command: BuyerCommand, id: string, hasChanged: boolean): void {
    if (!limitsAt?.buyer?.end(id)) return
    const { buyer, address, day } = limitsAt
    // The common case.
    if (hasChanged && buyer.firstOrders === 0) return
    if (command === 'purchase:create') return settleOrder(buyer, address!, day!, hasChanged)
    if (hasChanged) return
    buyer.cancellations.giveBack()
    address!.cancellations.giveBack()
  }

  /** Null when an address may open another guest's session, else in how many ms it may. */
  takeGuestSession(group: AddressGroup): number | null {
    if (!this.on) return null
    const now = this.now()
    const { guestSessions } = this.#addresses.of(group, now)
    const wait = guestSessions.wait(now, this.bounds.guestSessionsPerAddressPerHour)
    if (wait === null) guestSessions.take()
    return wait
  }

  #takeOrder(rated: RatedBuyer, buyer: Buyer, address: Address, now: number): BuyerWait | null {
    const day = this.#days.again(rated.limitsAt!.day, rated.address, now)
    rated.limitsAt!.day = day
    return (
      this.#waitForOrder(buyer, rated.session, address, now) ??
      this.#waitForDay(buyer, day, now) ??
      takeOrder(buyer, address, day)
    )
  }

  #waitForOrder(
    buyer: Buyer,
    { account }: RatedBuyer['session'],
    address: Address,
    now: number,
  ): BuyerWait | null {
    const bounds = this.bounds
    const ofBuyer =
      account === null
        ? buyer.orders.wait(now, bounds.ordersPerGuestAtOnce, bounds.ordersPerGuestPerHour)
        : buyer.orders.wait(now, bounds.ordersPerAccountAtOnce, bounds.ordersPerAccountPerHour)
    if (ofBuyer !== null) return waitFor('orders', ofBuyer)
    if (buyer.isNew && buyer.firstOrders === 0) {
      const ofGuests = address.newGuests.wait(now, bounds.newGuestsPerAddressPerHour)
      if (ofGuests !== null) return waitFor('new_guests', ofGuests)
    }
    const perHour =
      bounds.ordersPerAddressPerHour + bounds.ordersPerAddressPerBuyer * address.buyersWith(buyer)
    const ofAddress = address.orders.wait(now, perHour)
    return ofAddress === null ? null : waitFor('orders_from_network', ofAddress)
  }

  #waitForDay(buyer: Buyer, day: AddressDay, now: number): BuyerWait | null {
    const bounds = this.bounds
    if (buyer.isNew && buyer.firstOrders === 0) {
      const { newGuestsPerAddressPerDay: guestsMax } = bounds
      const ofGuests = day.newGuests.wait(now, guestsMax, guestsMax, dayMs)
      if (ofGuests !== null) return waitFor('new_guests', ofGuests)
    }
    const guests = day.guests + (buyer.isNew ? 1 : 0)
    const perDay = bounds.ordersPerAddressPerDay + bounds.ordersPerAddressPerNewGuest * guests
    const ofAddress = day.orders.wait(now, perDay, perDay, dayMs)
    return ofAddress === null ? null : waitFor('orders_from_network', ofAddress)
  }

  #takeCancellation(buyer: Buyer, address: Address, now: number): BuyerWait | null {
    const bounds = this.bounds
    const ofBuyer = buyer.cancellations.wait(
      now,
      bounds.cancellationsPerBuyerAtOnce,
      bounds.cancellationsPerBuyerPerHour,
    )
    if (ofBuyer !== null) return waitFor('cancellations', ofBuyer)
    const perHour =
      bounds.cancellationsPerAddressPerHour +
      bounds.cancellationsPerAddressPerBuyer * address.buyersWith(buyer)
    const ofAddress = address.cancellations.wait(now, perHour)
    if (ofAddress !== null) return waitFor('cancellations_from_network', ofAddress)
    buyer.cancellations.take()
    address.cancellations.take()
    return null
  }
}

const waitFor = (limit: BuyerWait['limit'], retryAfterMs: number): BuyerWait => ({
  limit,
  message: limitSentences[limit],
  retryAfterMs,
})
