import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { effects, statusAfter } from '../../server/market/order-effects.ts'
import {
  accepts,
  holdsStock,
  isOpen,
  orderCommands,
  orderStates,
  orderStatuses,
} from '../../shared/catalog/order-states.ts'
import { textsOfState } from '../../web/ui/order-states.ts'

describe('the states of an order', () => {
  test('[G4] can all be reached, and can all end', () => {
    const reached = new Set(Object.values(orderCommands).map(({ to }) => to))
    for (const status of orderStatuses.slice(1)) expect(reached, status).toContain(status)
    const isFinal = (status: keyof typeof orderStates) => orderStates[status].accepts.length === 0
    expect(orderStatuses.filter(isFinal)).toEqual(['fulfilled', 'cancelled'])
  })

  test('[G4] an open order holds its items until it ends', () => {
    for (const status of orderStatuses) expect(isOpen({ status }) && !holdsStock({ status })).toBe(false)
    const sums = Object.entries(effects).filter(([event]) => event !== 'order:placed')
    for (const [event, { open, standing }] of sums) {
      expect(open, event).toBeLessThanOrEqual(0)
      expect(standing, event).toBeLessThanOrEqual(0)
    }
    expect(effects).toMatchObject({
      'order:placed': { open: 1, standing: 1 },
      'order:readied': { open: 0, standing: 0 },
      'order:fulfilled': { open: -1, standing: 0 },
      'order:cancelled': { open: -1, standing: -1 },
    })
    expect(Object.values(statusAfter)).toEqual(orderStatuses)
  })

  test('[protocol] for an unknown state of a newer server, a page keeps the code and offers no action', () => {
    for (const status of ['unheard-of', 'constructor']) {
      expect(isOpen({ status })).toBe(true)
      expect(accepts({ status }, 'order:fulfil')).toBe(false)
      expect(accepts({ status }, 'order:cancel')).toBe(false)
    }
  })
})

describe('how pages and programs show them', () => {
  test('[protocol] an unknown state of a newer server has a neutral label, and its own total', () => {
    const { buyer, seller, bill, toDo } = textsOfState('unheard-of')
    expect([buyer.label, seller.label, bill('€2.00'), toDo]).toEqual([
      'In progress',
      'In progress',
      '€2.00',
      undefined,
    ])
    expect(textsOfState('constructor').buyer.label).toBe('In progress')
    expect(textsOfState('ready').buyer.label).toBe('Ready for pickup')
  })

  test('[style] only the table and the independent checkers compare a status by name', () => {
    const comparison = new RegExp(`\\bstatus\\b\\W{0,4}[!=]==\\s*'(${orderStatuses.join('|')})'`)
    const found = sourceFiles().filter((path) => comparison.test(readFileSync(path, 'utf8')))
    expect(found).toEqual([])
    expect("if (order.status === 'placed')").toMatch(comparison)
  })
})

/** The whole program except the audit, which has rules of its own on purpose. */
const sourceFiles = (): string[] =>
  ['server', 'shared', 'web']
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    )
    .filter((path) => /\.tsx?$/.test(path) && !path.startsWith(join('server', 'verify')))
