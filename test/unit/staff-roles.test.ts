import { expect, test } from 'vitest'
import { rightToSet, roleMay, type ShopRight, shopRights, staffRoles } from '../../shared/catalog/staff.ts'
import { rightOfEvent } from '../../shared/protocol/events.ts'

const rights = Object.keys(shopRights) as ShopRight[]

test('[G12] what each role may do, in so many words', () => {
  expect(staffRoles.map((role) => [role, rights.filter((right) => roleMay(role, right))])).toEqual([
    ['owner', rights],
    ['manager', ['see', 'serve', 'cancel', 'products', 'daily', 'figures', 'export']],
    ['counter', ['see', 'serve']],
    ['reader', ['see', 'figures', 'export']],
  ])
})

test('[G12] a field of a shop that nobody declared as daily is its owner’s', () => {
  expect(['status', 'reopensAt', 'pickupNote', 'lowStockAt'].map((field) => rightToSet([field]))).toEqual(
    Array(4).fill('daily'),
  )
  for (const field of ['name', 'timeZone', 'accountsOnly', 'a field of tomorrow'])
    expect(rightToSet(['status', field])).toBe('settings')
})

test('[G12] prices, orders and figures take their own rights', () => {
  expect(rightOfEvent('product:update', { price: 1 })).toBe('products')
  expect(rightOfEvent('order:fulfil', {})).toBe('serve')
  expect(rightOfEvent('order:cancel', {})).toBe('cancel')
  expect(rightOfEvent('stats:get', {})).toBe('figures')
  expect(rightOfEvent('shop:update', { id: 'x', shopId: 2, status: 'closed' })).toBe('daily')
  expect(rightOfEvent('shop:update', { id: 'x', shopId: 2, status: 'closed', name: 'X' })).toBe('settings')
})
