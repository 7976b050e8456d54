import { describe, expect, test } from 'vitest'
import { buyerNow } from '../../server/market/buyers.ts'
import { movementsOf } from '../../server/store/ledger-page.ts'
import {
  buy,
  buyer,
  cancel,
  createProduct,
  fulfil,
  idOf,
  line,
  merge,
  operator,
  seller,
} from '../support/builders/market-commands.ts'
import { given } from '../support/drivers/market-story.ts'

const guests = idOf(5_001)
const members = idOf(5_002)
const cancelled = idOf(5_003)

/** A guest with an order and a cancelled one, and a member with an order. */
const twoBuyers = () =>
  given(
    createProduct({ limitPerBuyer: 4 }),
    buy([line(1, 2)], 'guest', guests),
    buy([line(1, 1)], 'member', members),
    buy([line(1, 1)], 'guest', cancelled),
    cancel(cancelled, buyer('guest')),
  )

describe('signing in', () => {
  test('[G12] may only be reported by the program', () => {
    for (const actor of [buyer('guest'), seller('baker'), operator]) {
      twoBuyers()
        .when({ ...merge('guest', 'member'), actor })
        .refuses('forbidden')
    }
  })

  test('[buyers] the guest’s orders move to the account', () => {
    const market = twoBuyers()
    market.when(merge('guest', 'member')).makes({ type: 'buyer:merged', from: 'guest', to: 'member' })
    for (const id of [guests, members, cancelled]) expect(market.order(id).buyerId).toBe('member')
    expect(market.order(guests)).toMatchObject({ changedSeq: market.seq, status: 'placed' })
    expect(market.order(members).changedSeq).toBeLessThan(market.seq)
    const listed = Array.from(market.market.ordersOfBuyer.of('member'), ({ row }) =>
      market.market.orders.idAt(row),
    )
    expect(new Set(listed)).toEqual(new Set([guests, members, cancelled]))
    expect([...market.market.ordersOfShop.of(1)].at(-1)).toMatchObject({ seq: market.seq })
  })

  test('[G4] the ledger keeps the original buyer: the guest, or an old guest token', () => {
    const market = twoBuyers().and(merge('guest', 'member'), buy([line(1, 1)], 'guest'))
    market.and(merge('member', 'person'))
    const sold = movementsOf(market.market, 1).filter(({ kind }) => kind === 'sold')
    expect(sold.map(({ by, quantity }) => [by, quantity])).toEqual([
      ['guest', 2],
      ['member', 1],
      ['guest', 1],
      ['guest', 1],
    ])
  })

  test('[limits] the orders of both count together', () => {
    const market = twoBuyers().and(merge('guest', 'member'))
    expect(market.market.unitsHeld.of('member', 1)).toBe(3)
    expect([...market.market.unitsHeld].map(([buyerId]) => buyerId)).not.toContain('guest')
    for (const name of ['guest', 'member']) {
      market.when(buy([line(1, 2)], name)).refuses('limit_reached', { productId: 1, limit: 4, left: 1 })
    }
    market.and(cancel(guests, buyer('member')), buy([line(1, 3)], 'guest'))
    market.when(buy(1, 'member')).refuses('limit_reached', { productId: 1, limit: 4, left: 0 })
  })

  test('[buyers] later actions under the guest’s id count for the account', () => {
    const market = twoBuyers().and(merge('guest', 'member'))
    const late = idOf(5_004)
    market.and(buy(1, 'guest', late))
    expect(market.order(late).buyerId).toBe('member')
    market.and(cancel(late, buyer('guest')), cancel(members, buyer('guest')), cancel(guests, buyer('member')))
    expect(market.product(1).stock).toBe(10)
    expect(market.market.counters.unitsStanding).toBe(0)
  })

  test('[G5] command ids stay known to both', () => {
    const market = twoBuyers()
    const bought = buy([line(1, 2)], 'guest', guests)
    const cancelling = cancel(members, buyer('member'))
    market.and(cancelling, merge('guest', 'member'))
    const subject = { kind: 'order', id: guests } as const
    market.when(bought).repeats(market.order(guests).seq, subject)
    market.when({ ...bought, actor: buyer('member') }).repeats(market.order(guests).seq, subject)
    market
      .when({ ...cancelling, actor: buyer('guest') })
      .repeats(market.seq - 1, { kind: 'order', id: members })
    market.when({ ...bought, actor: buyer('mallory') }).refuses('id_mismatch')
  })

  test('[buyers] takes effect once if reported twice', () => {
    const market = twoBuyers()
    const merging = merge('guest', 'member')
    market.and(merging)
    const { changedSeq } = market.order(guests)
    market.when(merging).repeats(market.seq, { kind: 'market' })
    market.and(merge('guest', 'member'), merge('member', 'member'), merge('member', 'guest'))
    expect(market.order(guests).changedSeq).toBe(changedSeq)
    expect(buyerNow(market.market, 'member')).toBe('member')
    expect(market.market.unitsHeld.of('member', 1)).toBe(3)
  })

  test('[buyers] is followed over several merges', () => {
    const market = twoBuyers().and(merge('guest', 'member'), merge('member', 'person'))
    expect(['guest', 'member', 'person'].map((id) => buyerNow(market.market, id))).toEqual(
      Array(3).fill('person'),
    )
    for (const id of [guests, members]) expect(market.order(id).buyerId).toBe('person')
    expect(market.market.unitsHeld.of('person', 1)).toBe(3)
    market.and(merge('guest', 'person'), cancel(guests, buyer('guest')))
  })

  test('[G12] an old guest id gives no access to an account', () => {
    const market = twoBuyers().and(merge('guest', 'member'))
    market.when(merge('guest', 'mallory')).refuses('not_found')
    market.when(cancel(members, buyer('mallory'))).refuses('not_found', { orderId: members })
    expect(market.order(guests).buyerId).toBe('member')
  })

  test('[buyers] final orders move unchanged, and do not count more than before', () => {
    const market = twoBuyers().and(fulfil(guests), merge('guest', 'member'))
    expect(market.order(guests)).toMatchObject({ status: 'fulfilled', buyerId: 'member' })
    expect(market.order(cancelled)).toMatchObject({ status: 'cancelled', buyerId: 'member' })
    expect(market.market.counters).toMatchObject({ orders: 3, ordersStanding: 2, unitsStanding: 3 })
  })

  test('[G13] ids with names of built-in properties are ordinary ids', () => {
    const market = given(createProduct(), buy(1, '__proto__', guests), merge('__proto__', 'constructor'))
    expect(market.order(guests).buyerId).toBe('constructor')
    expect(buyerNow(market.market, 'toString')).toBe('toString')
    market.when(cancel(guests, buyer('valueOf'))).refuses('not_found', { orderId: guests })
  })
})
