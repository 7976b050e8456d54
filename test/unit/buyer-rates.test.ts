import { describe, expect, test } from 'vitest'
import { bounds } from '../../server/bounds.ts'
import { addressGroup } from '../../server/edge/address-group.ts'
import { RecentRecord, RecentRecords } from '../../server/edge/allowance.ts'
import { BuyerRates, type RatedBuyer } from '../../server/edge/buyer-rates.ts'
import type { RateBounds } from '../../server/edge/limits.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

const anyId = 'c-1'

/** Buyers at an edge whose clock the test sets. */
class Edge {
  now = 0
  readonly rates: BuyerRates
  readonly known = new Set<string>()
  constructor(changes: Partial<RateBounds> = {}) {
    this.rates = new BuyerRates(true, { ...bounds.rates, ...changes }, () => this.now)
  }
  /** Null if it passes, otherwise the limit that it reached. */
  order(who: RatedBuyer, command: 'purchase:create' | 'order:cancel' = 'purchase:create'): string | null {
    const wait = this.rates.take(who, command, anyId, this.now, (id) => this.known.has(id))
    if (wait) return wait.limit
    this.rates.settle(who, command, anyId, true)
    this.known.add(who.session.buyerId)
    return null
  }
  cancel(who: RatedBuyer): string | null {
    return this.order(who, 'order:cancel')
  }
  waitMs(who: RatedBuyer): number {
    return this.rates.take(who, 'purchase:create', anyId, this.now, () => true)?.retryAfterMs ?? 0
  }
}

const guest = (buyerId: string, address = '203.0.113.7'): RatedBuyer => ({
  session: { buyerId, account: null, isOperatorProgram: false },
  address: addressGroup(address),
})
const account = (buyerId: string): RatedBuyer => ({
  ...guest(buyerId),
  session: { buyerId, account: `a-${buyerId}`, isOperatorProgram: false },
})

/** How many of `count` tries pass. */
const passing = (count: number, tryOnce: (index: number) => string | null): number =>
  Array.from({ length: count }, (_, index) => tryOnce(index)).filter((limit) => limit === null).length

describe('one buyer', () => {
  test('[G13] can place a number of orders at once, and then one a minute', () => {
    const edge = new Edge()
    expect(passing(100, () => edge.order(guest('ann')))).toBe(30)
    expect(edge.order(guest('ann'))).toBe('orders')
    edge.now += 10 * minuteMs
    expect(passing(100, () => edge.order(guest('ann')))).toBe(10)
    let accepted = 0
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      edge.now += minuteMs
      accepted += passing(10, () => edge.order(guest('ann')))
    }
    expect(accepted).toBe(24 * 60)
  })

  test('[G13] can order again at the time that it was told', () => {
    const edge = new Edge()
    passing(30, () => edge.order(guest('ann')))
    edge.now += 20_000
    const waitMs = edge.waitMs(guest('ann'))
    expect(Math.abs(waitMs - 40_000)).toBeLessThanOrEqual(1)
    edge.now += waitMs - 2
    expect(edge.order(guest('ann'))).toBe('orders')
    edge.now += 2
    expect(edge.order(guest('ann'))).toBe(null)
  })

  test('[G13] can order more often with an account', () => {
    const edge = new Edge()
    expect(passing(200, () => edge.order(account('ann')))).toBe(60)
    edge.now += hourMs
    expect(passing(200, () => edge.order(account('ann')))).toBe(60)
  })

  test('[G13] can cancel a few orders, and then one every three minutes', () => {
    const edge = new Edge()
    expect(passing(50, () => edge.cancel(guest('ann')))).toBe(10)
    expect(edge.cancel(guest('ann'))).toBe('cancellations')
    expect(edge.order(guest('ann'))).toBe(null)
    edge.now += 30 * minuteMs
    expect(passing(50, () => edge.cancel(guest('ann')))).toBe(10)
  })

  test('[G13] uses up nothing by refusals', () => {
    const edge = new Edge({ newGuestsPerAddressPerHour: 1 })
    for (let index = 0; index < 200; index += 1) {
      const who = guest(`guest-${index}`)
      expect(edge.rates.take(who, 'purchase:create', anyId, edge.now, () => false)).toBe(null)
      edge.rates.settle(who, 'purchase:create', anyId, false)
    }
    expect(edge.order(guest('ann'))).toBe(null)
    expect(edge.order(guest('bob'))).toBe('new_guests')
  })

  test('[G13] cannot place more by sending all orders at the same moment', () => {
    const edge = new Edge()
    const passed = passing(
      100,
      () => edge.rates.take(guest('ann'), 'purchase:create', anyId, edge.now, () => false)?.limit ?? null,
    )
    expect(passed).toBe(30)
  })
})

describe('one address', () => {
  test('[G13] may be a hall of 1,000 buyers who order at once, several times an hour', () => {
    const edge = new Edge()
    for (let turn = 0; turn < 5; turn += 1) {
      edge.now += 10 * minuteMs
      expect(passing(1_000, (index) => edge.order(guest(`guest-${index}`)))).toBe(1_000)
    }
    expect(passing(1_000, (index) => edge.cancel(guest(`guest-${index}`)))).toBe(1_000)
  })

  test('[G13] can place a bounded number of orders with few buyers', () => {
    const edge = new Edge()
    const churn = (): number => passing(10_000, (index) => edge.order(guest(`guest-${index % 50}`)))
    expect(churn()).toBe(500 + 5 * 50)
    edge.now += hourMs
    expect(churn()).toBe(500 + 5 * 50)
    expect(passing(10_000, (index) => edge.cancel(guest(`guest-${index % 50}`)))).toBe(100 + 50)
  })

  test('[G13] has a bounded number of new guests an hour, who use up nothing of those who ordered before', () => {
    const edge = new Edge({ newGuestsPerAddressPerHour: 20 })
    expect(passing(1_000, (index) => edge.order(guest(`new-${index}`)))).toBe(20)
    expect(edge.order(guest('new-1000'))).toBe('new_guests')
    expect(edge.order(guest('new-1'))).toBe(null)
    expect(edge.order(account('ann'))).toBe(null)
    expect(edge.order(guest('elsewhere', '203.0.113.8'))).toBe(null)
    edge.now += hourMs / 2
    expect(passing(1_000, (index) => edge.order(guest(`later-${index}`)))).toBe(10)
    edge.now += 3 * hourMs
    expect(edge.order(guest('new-1'))).toBe(null)
  })

  test('[G13] that orders day and night takes years to fill the memory, however many guests it creates', () => {
    const edge = new Edge()
    let accepted = 0
    const daysMax = 5
    for (let hour = 0; hour < 24 * daysMax; hour += 1) {
      accepted += passing(8_000, (index) => edge.order(guest(`guest-${hour}-${index % 4_000}`)))
      accepted += passing(2_000, (index) => edge.order(guest(`guest-0-${index}`)))
      edge.now += hourMs
    }
    const perDay = bounds.rates.ordersPerAddressPerDay + 2 * 2 * bounds.rates.newGuestsPerAddressPerDay
    expect(accepted).toBeLessThan((daysMax + 1) * perDay)
    expect(7_500_000 / perDay / 365).toBeGreaterThan(1)
  })

  test('[G8] strangers cause only a bounded number of records', () => {
    let made = 0
    const make = () => {
      made += 1
      return Object.assign(new RecentRecord(), { made })
    }
    const records = new RecentRecords({ make, periodMs: hourMs, recordsMax: 100 })
    for (let index = 0; index < 10_000; index += 1) records.of(`address-${index}`, 0)
    expect(made).toBe(10_000)
    expect(records.size).toBeLessThanOrEqual(200)
    expect(records.of('address-9999', 0).made).toBe(10_000)
  })

  test('[G13] gets no larger budget from guests who are refused', () => {
    const edge = new Edge({
      ordersPerAddressPerHour: 10,
      ordersPerAddressPerBuyer: 0,
      newGuestsPerAddressPerHour: 5,
    })
    expect(passing(500, (index) => edge.order(guest(`new-${index}`)))).toBe(5)
    expect(passing(500, (index) => edge.order(guest(`new-${index % 5}`)))).toBe(5)
    expect(edge.order(guest('new-1'))).toBe('orders_from_network')
  })

  test('[G13] can open a bounded number of guest sessions', () => {
    const edge = new Edge({ guestSessionsPerAddressPerHour: 3 })
    const group = addressGroup('203.0.113.7')
    expect(passing(10, () => (edge.rates.takeGuestSession(group) === null ? null : 'full'))).toBe(3)
    expect(edge.rates.takeGuestSession(group)).toBe(hourMs / 3)
    expect(edge.rates.takeGuestSession(addressGroup('203.0.113.8'))).toBe(null)
  })
})

test('[G13] the operator’s programs, and everybody if limits are off, have no limit', () => {
  const edge = new Edge()
  const program = {
    ...guest('b-operator'),
    session: { ...guest('b-operator').session, isOperatorProgram: true },
  }
  expect(passing(1_000, () => edge.order(program))).toBe(1_000)
  const off = new BuyerRates(false, bounds.rates, () => 0)
  expect(
    passing(1_000, () => off.take(guest('ann'), 'purchase:create', anyId, 0, () => false)?.limit ?? null),
  ).toBe(1_000)
})
