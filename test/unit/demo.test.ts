import { describe, expect, test } from 'vitest'
import { demoBuyers, demoProducts, demoShops } from '../../server/demo/catalogue.ts'
import { weekMs } from '../../server/demo/hours.ts'
import { planWeek, timelineOf } from '../../server/demo/week.ts'
import type { DemoWeek } from '../../server/demo/week-shapes.ts'
import { purchaseCreate, sessionRename } from '../../shared/protocol/buyer-messages.ts'
import { limits } from '../../shared/protocol/limits.ts'
import {
  orderCancel,
  productCreate,
  productRestock,
  shopUpdate,
} from '../../shared/protocol/seller-messages.ts'

const id = '00000000-0000-4000-8000-000000000000'

describe('the catalogue', () => {
  test('[demo] three shops sell 24 products with distinct names', () => {
    expect(demoShops).toHaveLength(3)
    expect(new Set(demoProducts.map(({ name }) => name)).size).toBe(24)
    expect(demoShops.map(({ slug }) => slug)).toSatisfy((slugs: string[]) =>
      slugs.every((slug) => /^[a-z-]+$/.test(slug)),
    )
  })

  test('[demo] every shop and product passes the validation of a seller’s input unchanged', () => {
    for (const { slug, products, picture: _, ...shop } of demoShops) {
      expect(shopUpdate.parse({ id, ...shop }), slug).toMatchObject(shop)
      expect(products.length, slug).toBeGreaterThan(5)
    }
    for (const { name, description, category, price, stock, limitPerBuyer } of demoProducts) {
      const typed = { id, name, description, category, price, stock, limitPerBuyer }
      expect(productCreate.parse(typed), name).toMatchObject(typed)
    }
  })

  test('[demo] descriptions have two to four sentences', () => {
    for (const { name, description = '' } of demoProducts) {
      expect(description.match(/[.!?](?= |$)/g)?.length, name).toBeOneOf([2, 3, 4])
    }
  })

  test('[demo] contains the cases that screens must handle: sold out, last one, many, free, limited', () => {
    const stocks = demoProducts.map(({ stock }) => stock)
    expect(stocks).toEqual(expect.arrayContaining([0, 1, 2, 7, 40, 500]))
    expect(demoProducts.some(({ price }) => price === 0)).toBe(true)
    expect(demoProducts.some(({ limitPerBuyer }) => limitPerBuyer)).toBe(true)
  })

  test('[demo] forty buyers have names that can be called out', () => {
    expect(new Set(demoBuyers).size).toBe(40)
    for (const name of demoBuyers) expect(sessionRename.parse({ name })).toEqual({ name })
  })
})

/** The stock of every product at the end, and the lowest that it ever was. */
function playStocks(week: DemoWeek): { last: number[]; lowest: number[] } {
  const last = [...week.listedStocks]
  const lowest = [...last]
  const move = (product: number, quantity: number) => {
    last[product]! += quantity
    lowest[product] = Math.min(lowest[product]!, last[product]!)
  }
  for (const step of timelineOf(week)) {
    if (step.kind === 'restock') move(step.product, step.quantity)
    if (step.kind !== 'place' && step.kind !== 'cancel') continue
    for (const line of week.orders[step.order]!.lines) {
      move(line.product, step.kind === 'place' ? -line.quantity : line.quantity)
    }
  }
  return { last, lowest }
}

const seeds = Array.from({ length: 40 }, (_, seed) => seed)
const weekOf = (seed: number): DemoWeek =>
  planWeek({ seed, endsAt: { weekday: seed % 7, minuteOfDay: (seed * 97) % 1440 } })

describe('the week', () => {
  test('[demo] the same seed plans the same week, another seed another one', () => {
    expect(planWeek({ seed: 1 })).toEqual(planWeek({ seed: 1 }))
    expect(planWeek({ seed: 1 })).not.toEqual(planWeek({ seed: 2 }))
  })

  test.for(seeds)('[demo] seed %i never oversells, and leaves the stock that the catalogue says', (seed) => {
    const { last, lowest } = playStocks(weekOf(seed))
    expect(last).toEqual(demoProducts.map(({ stock }) => stock))
    expect(Math.min(...lowest)).toBeGreaterThanOrEqual(0)
  })

  test.for(seeds)('[demo] seed %i sends nothing that the market would refuse', (seed) => {
    const week = weekOf(seed)
    const taken = new Map<string, number>()
    for (const { buyer, lines, outcome } of week.orders) {
      const priced = lines.map(({ product, quantity }) => {
        const { price, limitPerBuyer } = demoProducts[product]!
        const key = `${buyer} ${product}`
        taken.set(key, (taken.get(key) ?? 0) + quantity)
        expect(taken.get(key)).toBeLessThanOrEqual(limitPerBuyer ?? limits.quantityMax)
        return { productId: product + 1, quantity, unitPrice: price }
      })
      expect(purchaseCreate.safeParse({ id, lines: priced }).success).toBe(true)
      expect(new Set(lines.map(({ product }) => demoProducts[product]!.shop)).size).toBe(1)
      expect(buyer).toBeLessThan(demoBuyers.length)
      if (outcome.kind !== 'cancelled' || outcome.reason === null) continue
      expect(orderCancel.safeParse({ id, orderId: id, reason: outcome.reason }).success).toBe(true)
    }
    for (const { product, quantity } of week.restocks) {
      expect(productRestock.safeParse({ id, productId: product + 1, quantity }).success).toBe(true)
    }
  })

  test.for(seeds)(
    '[demo] seed %i is in order, within seven days, and ends each order after its start',
    (seed) => {
      const week = weekOf(seed)
      const offsets = timelineOf(week).map(({ atOffsetMs }) => atOffsetMs)
      expect(offsets).toEqual(offsets.toSorted((one, other) => one - other))
      expect(offsets.every((offset) => Number.isInteger(offset) && offset >= 0 && offset < weekMs)).toBe(true)
      expect(week.orders).toHaveLength(180)
      for (const { atOffsetMs, outcome } of week.orders) {
        if (outcome.kind !== 'waiting') expect(outcome.atOffsetMs).toBeGreaterThan(atOffsetMs)
      }
    },
  )

  test('[demo] most orders are fulfilled, some are open, a few are cancelled by either side', () => {
    const outcomes = planWeek({ seed: 1 }).orders.map(({ outcome }) => outcome)
    const count = (kind: string) => outcomes.filter((outcome) => outcome.kind === kind).length
    expect(count('fulfilled')).toBeGreaterThan(100)
    expect(count('waiting')).toBeGreaterThan(10)
    const cancellers = outcomes.flatMap((outcome) => (outcome.kind === 'cancelled' ? [outcome.by] : []))
    expect(new Set(cancellers)).toEqual(new Set(['buyer', 'seller']))
  })

  test('[demo] the bakery sells from Tuesday on, and is busiest on Saturday morning', () => {
    // Ends on Sunday at midnight, so that a day's number is its weekday.
    const week = planWeek({ seed: 1, endsAt: { weekday: 0, minuteOfDay: 0 } })
    const perDay = Array.from({ length: 7 }, () => 0)
    for (const { atOffsetMs, lines } of week.orders) {
      if (demoProducts[lines[0]!.product]!.shop === 0) perDay[Math.floor(atOffsetMs / 86_400_000)]! += 1
    }
    expect(perDay.slice(0, 2)).toEqual([0, 0])
    expect(perDay[6]).toBe(Math.max(...perDay))
  })
})
