import { describe, expect, test } from 'vitest'
import { evolve } from '../../server/market/evolve.ts'
import {
  buy,
  buyer,
  cancel,
  createProduct,
  fulfil,
  idOf,
  merge,
  openShop,
} from '../support/builders/market-commands.ts'
import { newMarket } from '../support/builders/new-market.ts'
import { given } from '../support/drivers/market-story.ts'
import { contentsOf } from '../support/properties/market-contents.ts'

const first = idOf(8_001)
const second = idOf(8_002)
const third = idOf(8_003)

describe('the capacity of a market', () => {
  test('[G13] is not used by cancelled orders', () => {
    const market = given(createProduct()).with({ bounds: { ordersMax: 2 } })
    for (let turn = 1; turn <= 5; turn += 1)
      market.and(buy(1, 'ann', idOf(7_000 + turn)), cancel(idOf(7_000 + turn)))
    market.and(buy(1, 'ann', first), buy(1, 'ann', second), fulfil(second))
    market.when(buy(1)).refuses('market_full', { full: 'orders', max: 2 })
    market.and(cancel(first), buy(1))
  })

  test('[G13] is bounded for all orders ever placed, and only placing is refused', () => {
    const market = given(createProduct()).with({ bounds: { ordersEverMax: 2 } })
    market.and(buy(1, 'ann', first), cancel(first), buy(1, 'ann', second))
    market.when(buy(1)).refuses('market_full', { full: 'ordersEver', max: 2 })
    market.and(fulfil(second))
  })

  test('[G14] can be lowered without affecting accepted orders', () => {
    const market = given(createProduct()).and(buy(1, 'ann', first), buy(1, 'ann', second))
    market.with({ bounds: { ordersMax: 1, ordersEverMax: 1, openOrdersPerGuestMax: 1 } })
    market.when(buy(1)).refuses('too_many_open_orders', { shopId: 1, open: 2, max: 1 })
    const replayed = newMarket()
    for (const entry of market.entries) evolve(replayed, entry)
    expect(contentsOf(replayed)).toEqual(contentsOf(market.market))
    market.and(fulfil(first), cancel(second))
  })
})

describe('the open orders of one buyer', () => {
  test('[G13] are bounded per shop; fulfilled and cancelled ones do not count', () => {
    const market = given(createProduct(), openShop({ slug: 'second' }), createProduct({ shopId: 2 }))
      .with({ bounds: { openOrdersPerGuestMax: 2 } })
      .and(buy(1, 'ann', first), buy(1, 'ann', second))
    market.when(buy(1, 'ann')).refuses('too_many_open_orders', { shopId: 1, open: 2, max: 2 })
    market.and(buy(2, 'ann'), buy(1, 'bob'), fulfil(first), buy(1, 'ann', third))
    market.when(buy(1, 'ann')).refuses('too_many_open_orders', { shopId: 1, open: 2, max: 2 })
    market.and(cancel(second), buy(1, 'ann'))
  })

  test('[G13] may be more with an account, and are merged at sign-in', () => {
    const bounds = { openOrdersPerGuestMax: 1, openOrdersPerAccountMax: 3 }
    const market = given(createProduct())
      .with({ bounds })
      .and(buy(1, 'guest', first), buy(1, 'ann', second))
    market.and(merge('guest', 'ann'))
    market.when(buy(1, 'ann')).refuses('too_many_open_orders', { shopId: 1, open: 2, max: 1 })
    const signedIn = { kind: 'buyer', id: 'ann', hasAccount: true } as const
    market.and({ ...buy(1, 'ann'), actor: signedIn })
    market.when({ ...buy(1, 'ann'), actor: signedIn }).refuses('too_many_open_orders', {
      shopId: 1,
      open: 3,
      max: 3,
    })
    market.and(cancel(first, buyer('guest')), { ...buy(1, 'ann'), actor: signedIn })
  })
})
