import type { CommandEnvelope } from '../../../server/market/command.ts'
import { type SeededRandom, seededRandom } from '../../../shared/seeded-random.ts'
import { given, type Story } from '../drivers/market-story.ts'
import {
  buy,
  buyer,
  cancel,
  count,
  createProduct,
  deleteProduct,
  fulfil,
  line,
  merge,
  openShop,
  ready,
  restock,
  restoreProduct,
  seller,
  suspendShop,
  unsuspendShop,
  updateProduct,
  updateShop,
} from './market-commands.ts'

/** A market after this many accepted commands of all kinds, drawn from a seed. */
export function randomHistory(seed: number, entries: number): Story {
  const random = seededRandom(seed)
  const story = given(openShop({ slug: 'second', sellerId: 'sam' }), createProduct({ stock: 50 }))
  while (story.seq < entries) {
    story.with({ at: story.setting.at + random.integer(0, 4999), random: random.integer(0, 2 ** 31) })
    story.when(randomCommand(story, random))
  }
  return story
}

function randomCommand(story: Story, random: SeededRandom): CommandEnvelope {
  const productId = random.integer(1, story.market.counters.lastProductId)
  const orderIds = [...story.market.orders.keys()]
  const orderId = orderIds.length === 0 ? '' : random.pick(orderIds)
  const person = `buyer-${random.integer(0, 7)}`
  const kinds: (() => CommandEnvelope)[] = [
    ...Array.from({ length: 8 }, () => () => purchase(story, random, person)),
    () => createProduct({ stock: random.integer(0, 29), limitPerBuyer: random.chance(0.5) ? null : 5 }),
    () => createProduct({ shopId: 2, stock: random.integer(0, 29) }, seller('sam')),
    () => updateProduct(productId, { name: `Product ${random.integer(0, 999)}` }),
    () => restock(productId, random.integer(0, 19) - 5),
    () => count(productId, random.integer(0, 39), story.product(productId).stock),
    () => deleteProduct(productId),
    () => restoreProduct(productId),
    () => cancel(orderId, buyer(story.market.orders.get(orderId)?.buyerId ?? person), 'changed my mind'),
    () => cancel(orderId, seller('sam')),
    () => fulfil(orderId),
    () => ready(orderId),
    () => merge(person, `account-${random.integer(0, 3)}`),
    () => updateShop(random.integer(1, 2), { name: `Shop ${random.integer(0, 999)}`, status: 'open' }),
    () => (random.chance(0.25) ? suspendShop(2) : unsuspendShop(2)),
  ]
  return random.pick(kinds)()
}

function purchase(story: Story, random: SeededRandom, person: string): CommandEnvelope {
  const products = [...story.market.products.map.values()].filter(
    (product) => product.shopId === random.integer(1, 2),
  )
  const lines = Array.from({ length: random.integer(1, 3) }, () => {
    const product = products.length === 0 ? undefined : random.pick(products)
    return line(product?.id ?? 1, random.integer(1, 3), product?.price ?? 100)
  })
  return buy(lines, person)
}
