import { RecentRecord, Taken } from './allowance.ts'

/** Where the limits of one client are counted. */
export class LimitsAt {
  buyer: Buyer | null = null
  address: Address | null = null
  day: AddressDay | null = null
  /** The period in which its network was noted last. */
  networkNotedIn = -1
}

export class Buyer extends RecentRecord {
  /** The id of an admitted command that is not decided yet, and the ids of further ones. */
  #underWay: string | null = null
  #othersUnderWay: string[] | null = null
  readonly orders = new Taken()
  readonly cancellations = new Taken()
  /** The address that counted this buyer last, and in which hour of that address. */
  countedAt: Address | null = null
  countedIn = 0
  /** Is it a guest whose first order is not accepted yet? Null when not looked up yet. */
  isNew: boolean | null = null
  /** First orders under way, which together took one new guest from the address. */
  firstOrders = 0

  isUnderWay(id: string): boolean {
    return this.#underWay === id || this.#othersUnderWay?.includes(id) === true
  }

  begin(id: string): void {
    if (this.#underWay === null) this.#underWay = id
    else if (this.#othersUnderWay === null) this.#othersUnderWay = [id]
    else this.#othersUnderWay.push(id)
  }

  /** False when it did not begin. */
  end(id: string): boolean {
    if (this.#underWay === id) {
      this.#underWay = null
      return true
    }
    const at = this.#othersUnderWay?.indexOf(id) ?? -1
    if (at >= 0) this.#othersUnderWay!.splice(at, 1)
    return at >= 0
  }
}

/** What an address did within a day: without a daily limit, one that never stops would fill the memory in weeks. */
export class AddressDay extends RecentRecord {
  readonly orders = new Taken()
  readonly newGuests = new Taken()
  /** New guests of this day, and of the day before. */
  #guests = 0
  #guestsBefore = 0

  beginDay(): void {
    this.#guestsBefore = this.#guests
    this.#guests = 0
  }

  get guests(): number {
    return Math.max(this.#guests, this.#guestsBefore)
  }

  takeGuest(): void {
    this.newGuests.take()
    this.#guests += 1
  }

  giveBackGuest(): void {
    this.newGuests.giveBack()
    this.#guests = Math.max(0, this.#guests - 1)
  }
}

export class Address extends RecentRecord {
  readonly orders = new Taken()
  readonly cancellations = new Taken()
  readonly newGuests = new Taken()
  readonly guestSessions = new Taken()
  /** Increases with each hour in which the address is used. */
  hour = 0
  /** Buyers of this hour, and of the hour before. */
  #buyers = 0
  #buyersBefore = 0

  beginHour(): void {
    this.hour += 1
    this.#buyersBefore = this.#buyers
    this.#buyers = 0
  }

  /** How many buyers order from here, `buyer` included. */
  buyersWith(buyer: Buyer): number {
    return Math.max(this.#buyers + (this.#hasCounted(buyer) ? 0 : 1), this.#buyersBefore)
  }

  /** Counts a buyer once an hour. */
  count(buyer: Buyer): void {
    if (this.#hasCounted(buyer)) return
    buyer.countedAt = this
    buyer.countedIn = this.hour
    this.#buyers += 1
  }

  #hasCounted({ countedAt, countedIn }: Buyer): boolean {
    return countedAt === this && countedIn === this.hour
  }
}

export function takeOrder(buyer: Buyer, address: Address, day: AddressDay): null {
  buyer.orders.take()
  address.orders.take()
  day.orders.take()
  address.count(buyer)
  if (!buyer.isNew) return null
  if (buyer.firstOrders === 0) {
    address.newGuests.take()
    day.takeGuest()
  }
  buyer.firstOrders += 1
  return null
}

export function settleOrder(buyer: Buyer, address: Address, day: AddressDay, hasChanged: boolean): void {
  if (!hasChanged) {
    buyer.orders.giveBack()
    address.orders.giveBack()
    day.orders.giveBack()
  }
  if (buyer.firstOrders === 0) return
  buyer.firstOrders -= 1
  if (hasChanged) buyer.isNew = false
  if (!buyer.isNew || buyer.firstOrders > 0) return
  address.newGuests.giveBack()
  day.giveBackGuest()
}
