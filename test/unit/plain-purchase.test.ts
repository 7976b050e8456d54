import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainPurchase, purchaseCreate } from '../../shared/protocol/buyer-messages.ts'
import { limits } from '../../shared/protocol/limits.ts'
import { assertHolds } from '../support/properties/assert-holds.ts'

const honestLine = fc.record({
  productId: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  quantity: fc.integer({ min: 1, max: limits.quantityMax }),
  unitPrice: fc.integer({ min: 0, max: limits.priceMax }),
})
const honest = fc.record({
  id: fc.uuid(),
  lines: fc.array(honestLine, { minLength: 1, maxLength: limits.linesMax }),
})

/** JSON for values that an honest client would not send, and for some that it would. */
const oddJson = fc.oneof(
  fc.constantFrom(
    ...['-0', '0', '0.5', '-1', '1', '1e3', '1e999', '-1e999', '9007199254740991', '9007199254740992'],
    ...['10000', '10001', '1000000000', '1000000001', 'null', 'true', '"1"', '""', '[]', '[1]', '{}'],
    ...['"AAAAAAAA-AAAA-4AAA-8AAA-AAAAAAAAAAAA"', '"00000000-0000-0000-0000-000000000000"'],
    ...['"00000000-0000-0000-0000-000000000000\\n"', '"00000000-0000-0000-0000-00000000000g"'],
    ...['{"length":1,"0":{"productId":1,"quantity":1,"unitPrice":1}}'],
  ),
  fc.json({ maxDepth: 2 }),
)
const fields = ['id', 'lines', 'productId', 'quantity', 'unitPrice', '__proto__', 'constructor', 'note']

/** One change to an honest payload: a field has another value, is missing, or is extra. */
const change = fc.record({
  /** Of which line, or of the payload itself. */
  line: fc.option(fc.nat(4), { nil: null }),
  field: fc.constantFrom(...fields),
  json: fc.option(oddJson, { nil: null }),
})

const changed = fc
  .tuple(honest, fc.array(change, { minLength: 1, maxLength: 3 }), fc.constantFrom(null, 0, 50, 51))
  .map(([{ id, lines }, changes, count]) => {
    const all = count === null ? lines : Array.from({ length: count }, (_, at) => lines[at % lines.length]!)
    const asFields = (thing: object, where: number | null): [string, string][] => {
      const named = Object.entries(thing).map(([field, value]): [string, string] => [field, json(value)])
      const mine = changes.filter(({ line }) => line === where)
      const kept = named.filter(([field]) => !mine.some((one) => one.field === field))
      return [
        ...kept,
        ...mine.flatMap((one): [string, string][] => (one.json === null ? [] : [[one.field, one.json]])),
      ]
    }
    const linesJson = `[${all.map((line, at) => objectOf(asFields(line, at))).join()}]`
    const own = asFields({ id, lines: null }, null)
    return objectOf(
      own.map(([field, value]) => [field, value === 'null' && field === 'lines' ? linesJson : value]),
    )
  })

const json = (value: unknown): string => JSON.stringify(value)
const objectOf = (fields: [string, string][]): string =>
  `{${fields.map(([field, value]) => `${json(field)}:${value}`).join()}}`

/** Whether the payload is left to the schema; otherwise the result must equal the schema's. */
function agrees(payload: unknown): 'plain' | 'left to the schema' {
  const plain = plainPurchase(payload)
  if (plain === null) return 'left to the schema'
  const checked = purchaseCreate.safeParse(payload)
  expect(checked.success, `the schema takes ${json(payload)}`).toBe(true)
  expect(plain).toStrictEqual(checked.data)
  expect(json(plain)).toBe(json(checked.data))
  return 'plain'
}

test('[cost] a normal purchase is parsed without the schema, with the same result', () => {
  assertHolds(
    fc.property(honest, (payload) => {
      expect(agrees(JSON.parse(json(payload)))).toBe('plain')
    }),
    { numRuns: 300 },
  )
})

test('[cost] unknown fields are dropped without the schema', () => {
  const payload = JSON.parse(
    '{"note":1,"__proto__":{"a":1},"id":"00000000-0000-4000-8000-000000000000",' +
      '"lines":[{"__proto__":null,"quantity":1,"unitPrice":0,"note":{},"productId":1}]}',
  )
  expect(agrees(payload)).toBe('plain')
  expect(plainPurchase(payload)).toStrictEqual({
    id: '00000000-0000-4000-8000-000000000000',
    lines: [{ productId: 1, quantity: 1, unitPrice: 0 }],
  })
})

test('[G13] a modified purchase is left to the schema, or gives the same result', () => {
  const seen = new Set<string>()
  assertHolds(
    fc.property(changed, (payload) => {
      seen.add(agrees(JSON.parse(payload)))
    }),
    { numRuns: 2_000 },
  )
  expect([...seen].sort()).toEqual(['left to the schema', 'plain'])
})

test('[G13] any other value is left to the schema too', () => {
  assertHolds(
    fc.property(fc.oneof(fc.jsonValue(), fc.anything()), (payload) => void agrees(payload)),
    { numRuns: 1_000 },
  )
  for (const payload of [undefined, null, 0, '', 'id', [], [1], true, () => {}]) agrees(payload)
})

const good = {
  id: '00000000-0000-4000-8000-000000000000',
  lines: [{ productId: 1, quantity: 1, unitPrice: 1 }],
}
const [line] = good.lines

test('[G13] an id with an upper-case letter is left to the schema, which accepts it', () => {
  const places = [...good.id].flatMap((sign, place) => (sign === '-' ? [] : [place]))
  for (const place of places) {
    const payload = { ...good, id: `${good.id.slice(0, place)}A${good.id.slice(place + 1)}` }
    expect(plainPurchase(payload)).toBeNull()
    expect(purchaseCreate.safeParse(payload).data?.id).toBe(payload.id.toLowerCase())
  }
})

test.for([
  ['no lines', { ...good, lines: [] }, false],
  ['51 lines', { ...good, lines: Array.from({ length: 51 }, () => line) }, false],
  ['minus zero for a price', { ...good, lines: [{ ...line, unitPrice: -0 }] }, false],
  [
    'a price beyond all numbers',
    { ...good, lines: [{ ...line, unitPrice: Number.POSITIVE_INFINITY }] },
    false,
  ],
  ['half a piece', { ...good, lines: [{ ...line, quantity: 0.5 }] }, false],
  ['10001 pieces', { ...good, lines: [{ ...line, quantity: 10_001 }] }, false],
  ['a number as a text', { ...good, lines: [{ ...line, productId: '1' }] }, false],
  ['nothing for a line', { ...good, lines: [null] }, false],
  ['a line break behind the id', { ...good, id: `${good.id}\n` }, false],
] as const)('[G13] %s: that is the schema’s to judge', ([, payload, isGood]) => {
  expect(plainPurchase(payload)).toBeNull()
  expect(purchaseCreate.safeParse(payload).success).toBe(isGood)
})
