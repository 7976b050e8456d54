import fc from 'fast-check'
import type { MarketBounds } from '../../../server/market/bounds.ts'
import type { Actor, Command, CommandEnvelope } from '../../../server/market/command.ts'
import {
  buyer,
  createProduct,
  envelopeBy,
  idOf,
  openMarket,
  openShop,
  operator,
  program,
  seller,
} from './market-commands.ts'

/** Bounds that a short history reaches. */
export const tightBounds: MarketBounds = {
  productsMax: 6,
  productsKeptMax: 9,
  productsPerShopMax: 4,
  categoriesPerShopMax: 2,
  deletedPerShopMax: 2,
  ordersMax: 12,
  ordersEverMax: 30,
  openOrdersPerGuestMax: 3,
  openOrdersPerAccountMax: 5,
  shopsMax: 4,
  idempotencyWindowEntriesMax: 12,
}

/** Few ids, so that commands affect the same things; some are missing or malicious. */
const buyers = ['ann', 'bob', 'guest', '__proto__'].map(buyer)
const sellers: Actor[] = [
  operator,
  operator,
  operator,
  operator,
  seller('baker'),
  seller('constructor'),
  buyer('baker'),
]
const productId = fc.constantFrom(1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 5, 99)
const shopId = fc.constantFrom(1, 1, 2, 3, 99)
/** Mostly an id of one's own; now and then one of a few that others take too. */
const id = fc
  .oneof(
    { weight: 12, arbitrary: fc.integer({ min: 10, max: 900 }) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 4 }) },
  )
  .map(idOf)
const price = fc.constantFrom(1, 1, 1, 2)
const stock = fc.integer({ min: 0, max: 6 })
const limitPerBuyer = fc.constantFrom(null, null, 1, 2, 5)
const reason = fc.constantFrom(null, 'because')
const status = fc.constantFrom('listed' as const, 'listed' as const, 'hidden' as const)
const text = fc.constantFrom('Bread', '__proto__', 'Brötchen 🥖')

/** A record without the fields that were not drawn, as a payload is that leaves them out. */
const some = <Fields extends object>(fields: { [Key in keyof Fields]: fc.Arbitrary<Fields[Key]> }) =>
  fc.record(fields, { requiredKeys: [] })

const line = fc.record({ productId, quantity: fc.constantFrom(1, 1, 1, 2, 3), unitPrice: price })

const purchase: fc.Arbitrary<Command> = fc.record({
  type: fc.constant('purchase:create' as const),
  lines: fc.oneof(
    fc.array(line, { minLength: 1, maxLength: 1 }),
    fc.array(line, { minLength: 1, maxLength: 1 }),
    fc.array(line, { minLength: 1, maxLength: 4 }),
  ),
})

const onProducts: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    type: fc.constant('product:create' as const),
    shopId,
    name: text,
    description: text,
    category: fc.constantFrom(null, 'Food'),
    price,
    stock,
    limitPerBuyer,
    status,
  }),
  fc.record(
    {
      type: fc.constant('product:update' as const),
      productId,
      changes: some({ name: text, price, limitPerBuyer, status }),
      ifSeq: fc.integer({ min: 1, max: 60 }),
    },
    { requiredKeys: ['type', 'productId', 'changes'] },
  ),
  fc.record({
    type: fc.constant('product:restock' as const),
    productId,
    quantity: fc.constantFrom(-9, -2, -1, 1, 2, 5, 5, 1_000_000_000),
    reason,
  }),
  fc.record({ type: fc.constant('product:count' as const), productId, stock, ifStock: stock, reason }),
  fc.record({ type: fc.constant('product:delete' as const), productId }),
  fc.record({ type: fc.constant('product:restore' as const), productId }),
)

const onShops: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    type: fc.constant('shop:update' as const),
    shopId,
    changes: some({
      name: text,
      status: fc.constantFrom('open' as const, 'closed' as const),
    }),
  }),
  fc.record({
    type: fc.constant('shop:update' as const),
    shopId,
    changes: fc.record({ status: fc.constant('closed' as const), reopensAt: fc.constantFrom(0, 9_999_999) }),
  }),
  fc.record({ type: fc.constant('shop:reopen' as const), shopId, until: fc.constant(9_999_999) }),
  fc.record({
    type: fc.constantFrom('shop:suspend' as const, 'shop:restore' as const, 'shop:clear' as const),
    shopId,
  }),
  fc.constant(openShop({ sellerId: 'constructor', slug: 'house' }).command),
)

const merging: fc.Arbitrary<Command> = fc.record({
  type: fc.constant('buyer:merge' as const),
  from: fc.constantFrom('guest', '__proto__', 'ann'),
  to: fc.constantFrom('ann', 'bob', 'guest'),
})

const by = (actors: readonly Actor[], command: fc.Arbitrary<Command>): fc.Arbitrary<CommandEnvelope> =>
  fc
    .tuple(fc.constantFrom(...actors), command, id)
    .map(([actor, drawn, drawnId]) => envelopeBy(actor, drawn, drawnId))

/** A command on an order of an earlier purchase, usually by somebody who may send it. */
interface OnOrder {
  type: 'order:cancel' | 'order:fulfil'
  /** Which of the purchases before it. */
  nth: number
  as: Actor | 'its buyer'
  restock: boolean
  id: string
}
const onOrder: fc.Arbitrary<OnOrder> = fc.record({
  type: fc.constantFrom('order:cancel' as const, 'order:cancel' as const, 'order:fulfil' as const),
  nth: fc.nat(),
  as: fc.constantFrom<Actor | 'its buyer'>(
    'its buyer',
    'its buyer',
    operator,
    operator,
    ...sellers,
    ...buyers,
  ),
  restock: fc.boolean(),
  id,
})

function aimed(drawn: OnOrder, before: readonly CommandEnvelope[]): CommandEnvelope {
  const { type, nth, as, restock, id: drawnId } = drawn
  const purchases = before.filter(({ command }) => command.type === 'purchase:create')
  const order = purchases[nth % Math.max(1, purchases.length)]
  const actor = as === 'its buyer' ? (order?.actor ?? operator) : as
  return envelopeBy(actor, { type, orderId: order?.id ?? idOf(999), reason: null, restock }, drawnId)
}

const step: fc.Arbitrary<CommandEnvelope | OnOrder> = fc.oneof(
  { weight: 10, arbitrary: by(buyers, purchase) },
  { weight: 6, arbitrary: onOrder },
  { weight: 6, arbitrary: by(sellers, onProducts) },
  { weight: 1, arbitrary: by([operator, ...sellers, program], onShops) },
  { weight: 1, arbitrary: by([program, program, operator], merging) },
)

/** How every history begins: a market with two shops, and something to sell. */
const beginning: readonly CommandEnvelope[] = [
  openMarket(idOf(991)),
  { ...openShop(), id: idOf(992) },
  { ...openShop({ sellerId: 'baker', slug: 'bakery' }), id: idOf(993) },
  { ...createProduct({ price: 1, stock: 5 }), id: idOf(994) },
  { ...createProduct({ price: 1, stock: 4, limitPerBuyer: 3 }), id: idOf(995) },
  { ...createProduct({ price: 1, stock: 3, shopId: 2 }), id: idOf(996) },
]

/** Random commands: valid ones, hostile ones, and many repeated. */
export const history: fc.Arbitrary<CommandEnvelope[]> = fc
  .noBias(
    fc.tuple(
      fc.array(step, { minLength: 1, maxLength: 120, size: 'max' }),
      fc.array(fc.nat(), { maxLength: 15 }),
    ),
  )
  .map(([steps, copied]) => {
    const all: CommandEnvelope[] = []
    for (const one of steps) all.push('nth' in one ? aimed(one, all) : one)
    for (const at of copied) all.splice(at % (all.length + 1), 0, all[(at * 7) % all.length]!)
    return [...beginning, ...all]
  })

/** How many commands each batch takes; and whether its draft is thrown away and decided again. */
export const batching = fc.array(
  fc.record({ size: fc.integer({ min: 1, max: 12 }), thrownAway: fc.boolean() }),
  {
    minLength: 1,
    maxLength: 10,
  },
)
