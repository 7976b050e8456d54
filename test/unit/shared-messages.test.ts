import { describe, expect, test } from 'vitest'
import { buyerEvents, sellerEvents } from '../../shared/protocol/events.ts'
import { limits } from '../../shared/protocol/limits.ts'
import { order as orderShape } from '../../shared/protocol/shapes.ts'

const id = '00000000-0000-4000-8000-000000000001'
const orderId = '00000000-0000-4000-8000-000000000002'
const events = { ...sellerEvents, ...buyerEvents, 'seller order:list': sellerEvents['order:list'] }
type EventName = keyof typeof events

/** A valid payload for each event, with every field that it may have. */
const right: Record<EventName, Record<string, unknown>> = {
  'purchase:create': { id, lines: [{ productId: 1, quantity: 1, unitPrice: 100 }] },
  'order:list': { before: 'abc', limit: 50 },
  'order:cancel': { id, orderId },
  'session:rename': { name: 'Ann' },
  'product:create': {
    id,
    name: 'Bread',
    price: 100,
    stock: 10,
    sku: 'BR-1',
    description: 'Rye',
    category: 'Food',
    image: 'a'.repeat(64),
    limitPerBuyer: 3,
    status: 'hidden',
    shopId: 2,
  },
  'product:update': {
    id,
    productId: 1,
    ifSeq: 3,
    name: 'Bread',
    price: 100,
    limitPerBuyer: null,
    status: 'listed',
  },
  'product:restock': { id, productId: 1, quantity: -5, reason: 'Broken', shopId: 2 },
  'product:count': { id, productId: 1, stock: 5, ifStock: 6, reason: 'Counted' },
  'product:delete': { id, productId: 1 },
  'product:restore': { id, productId: 1 },
  'product:ledger': { productId: 1, after: 7, limit: 200 },
  'seller order:list': {
    changedAfter: 7,
    limit: 1,
    status: 'placed',
    find: 'x',
    productId: 1,
    since: 0,
    shopId: 2,
  },
  'order:ready': { id, orderId, shopId: 2 },
  'order:fulfil': { id, orderId, shopId: 2 },
  'stats:get': { range: 'today', shopId: 2 },
  'shop:update': {
    id,
    name: 'Home',
    description: '',
    pickupNote: 'Ring',
    lowStockAt: 5,
    timeZone: 'Europe/Berlin',
    status: 'closed',
  },
}

const accepts = (event: EventName, changes: object): boolean =>
  events[event].safeParse({ ...right[event], ...changes }).success

/** Which of these values a field accepts, if everything else is valid. */
const taken = (event: EventName, field: string, values: readonly unknown[]): unknown[] =>
  values.filter((value) => accepts(event, { [field]: value }))

const hostile = ['1e999', '-0', '0.5', '9007199254740993', '"1"', '[]', '{}', 'true'].map((json) =>
  JSON.parse(json),
)

/** Every number on the wire: its place, its minimum and its maximum. */
const numbers: [EventName, field: string, min: number, max: number][] = [
  ['product:create', 'price', 0, 1_000_000_000],
  ['product:create', 'stock', 0, 1_000_000_000],
  ['product:create', 'limitPerBuyer', 1, 10_000],
  ['product:create', 'shopId', 1, Number.MAX_SAFE_INTEGER],
  ['product:update', 'productId', 1, Number.MAX_SAFE_INTEGER],
  ['product:update', 'ifSeq', 0, Number.MAX_SAFE_INTEGER],
  ['product:update', 'price', 0, 1_000_000_000],
  ['product:restock', 'quantity', -1_000_000, 1_000_000],
  ['product:count', 'stock', 0, 1_000_000_000],
  ['product:count', 'ifStock', 0, 1_000_000_000],
  ['product:ledger', 'limit', 1, 200],
  ['order:list', 'limit', 1, 100],
  ['seller order:list', 'limit', 1, 100],
  ['seller order:list', 'since', 0, Number.MAX_SAFE_INTEGER],
  ['shop:update', 'lowStockAt', 0, 1_000_000_000],
]

describe('payloads', () => {
  test.each(Object.keys(right) as EventName[])('[protocol] %s is accepted as documented', (event) => {
    expect(events[event].parse(right[event])).toEqual(right[event])
  })

  test.each(Object.keys(right) as EventName[])(
    '[G13] %s: is an object, and none of its ids is null',
    (event) => {
      for (const nothing of [undefined, null, 1, 'x', true]) {
        expect(events[event].safeParse(nothing).success).toBe(false)
      }
      for (const field of ['id', 'orderId', 'productId', 'shopId'].filter((one) => one in right[event])) {
        expect(accepts(event, { [field]: null }), field).toBe(false)
      }
    },
  )

  test('[protocol] the required fields are these', () => {
    const required = Object.fromEntries(
      (Object.keys(right) as EventName[]).map((event) => [
        event,
        Object.keys(right[event]).filter((field) => !accepts(event, { [field]: undefined })),
      ]),
    )
    expect(required).toEqual({
      'purchase:create': ['id', 'lines'],
      'order:list': [],
      'order:cancel': ['id', 'orderId'],
      'session:rename': ['name'],
      'product:create': ['id', 'name', 'price', 'stock'],
      'product:update': ['id', 'productId'],
      'product:restock': ['id', 'productId', 'quantity'],
      'product:count': ['id', 'productId', 'stock', 'ifStock'],
      'product:delete': ['id', 'productId'],
      'product:restore': ['id', 'productId'],
      'product:ledger': ['productId'],
      'seller order:list': [],
      'order:ready': ['id', 'orderId'],
      'order:fulfil': ['id', 'orderId'],
      'shop:update': ['id'],
      'stats:get': ['range'],
    })
  })

  test('[G13] unknown fields are dropped, also those named like built-in properties', () => {
    const payload = JSON.parse(
      `{"id": "${id}", "orderId": "${orderId}", "admin": true, "__proto__": {"admin": true}}`,
    )
    const parsed = buyerEvents['order:cancel'].parse(payload)
    expect(parsed).toStrictEqual({ id, orderId })
    expect('admin' in parsed).toBe(false)
  })
})

describe('numbers', () => {
  test.each(numbers)('[limits] %s %s: from %d to %d', (event, field, min, max) => {
    expect(taken(event, field, [min - 1, min, max, max + 1])).toEqual([min, max])
    expect(taken(event, field, hostile)).toEqual([])
  })

  test('[limits] a restock by 0 is invalid', () => {
    expect(taken('product:restock', 'quantity', [-1, 0, 1])).toEqual([-1, 1])
  })
})

describe('a purchase', () => {
  const line = { productId: 1, quantity: 1, unitPrice: 100 }
  const withLine = (changes: object) => accepts('purchase:create', { lines: [{ ...line, ...changes }] })

  test('[limits] has 1 to 50 lines, also of one product', () => {
    const lines = (count: number) => Array.from({ length: count }, () => line)
    expect([0, 1, 50, 51].map((count) => accepts('purchase:create', { lines: lines(count) }))).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(limits.linesMax).toBe(50)
  })

  test('[limits] buys 1 to 10,000 of a product, for up to 1,000,000,000', () => {
    expect([0, 1, 10_000, 10_001].map((quantity) => withLine({ quantity }))).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect([-1, 0, 1_000_000_000, 1_000_000_001].map((unitPrice) => withLine({ unitPrice }))).toEqual([
      false,
      true,
      true,
      false,
    ])
    for (const field of ['productId', 'quantity', 'unitPrice']) {
      for (const value of [...hostile, null, undefined])
        expect(withLine({ [field]: value }), field).toBe(false)
    }
  })

  test('[limits] has a total that is a safe integer at its maximum', () => {
    expect(Number.isSafeInteger(limits.linesMax * limits.quantityMax * limits.priceMax)).toBe(true)
    expect(orderShape.shape.total.safeParse(Number.MAX_SAFE_INTEGER).success).toBe(true)
  })
})

describe('other fields', () => {
  test('[G13] an enumeration accepts only its values', () => {
    expect(taken('product:create', 'status', ['listed', 'hidden', 'deleted', 'LISTED', null])).toEqual([
      'listed',
      'hidden',
    ])
    expect(taken('shop:update', 'status', ['open', 'closed', 'suspended', ''])).toEqual(['open', 'closed'])
    expect(taken('seller order:list', 'status', ['placed', 'fulfilled', 'cancelled', 'all'])).toHaveLength(3)
  })

  test('[G13] only a closed shop opens again by itself', () => {
    const of = (status: unknown) => accepts('shop:update', { status, reopensAt: 1 })
    expect([of('closed'), of('open'), of(undefined)]).toEqual([true, false, false])
    expect(taken('shop:update', 'reopensAt', [-1, 0.5, '1', null, 2 ** 53, 7])).toEqual([7])
  })

  test('[G13] an image is named by its hash', () => {
    const wrong = ['a'.repeat(63), 'a'.repeat(65), 'A'.repeat(64), 'g'.repeat(64), '../../etc/passwd', '', 1]
    expect(taken('product:create', 'image', [...wrong, null, '0123456789abcdef'.repeat(4)])).toHaveLength(2)
  })

  test('[G13] a time zone must exist', () => {
    const zones = ['Europe/Berlin', 'UTC', 'Mars/Phobos', '', '__proto__', 'x'.repeat(65), 1]
    expect(taken('shop:update', 'timeZone', zones)).toEqual(['Europe/Berlin', 'UTC'])
  })

  test('[protocol] a list continues from a cursor or from a change, not from both', () => {
    for (const event of ['order:list', 'seller order:list'] as const) {
      expect([
        accepts(event, { before: 1, changedAfter: undefined }),
        accepts(event, { before: 1, changedAfter: 1 }),
      ]).toEqual([true, false])
      expect(accepts(event, { before: undefined, changedAfter: 0 })).toBe(true)
    }
  })

  test('[limits] a search text is at most as long as a name', () => {
    expect(taken('seller order:list', 'find', ['', 'x'.repeat(120), 'x'.repeat(121)])).toHaveLength(2)
  })

  test('[protocol] the other limits are those of the protocol', () => {
    expect(limits).toMatchObject({
      totalMax: 2 ** 53 - 1,
      pageSizeDefault: 50,
      messageBytesMax: 64 * 1024,
      resetBytesMax: 256 * 1024,
      productsMax: 100_000,
      resumeEntriesMax: 10_000,
      opaqueIdBytesMax: 64,
    })
  })
})
