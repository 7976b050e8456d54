import type { Command } from '../../server/market/command.ts'
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
  restock,
  restoreProduct,
  seller,
  suspendShop,
  unsuspendShop,
  updateProduct,
  updateShop,
} from './market-commands.ts'
import { given, type Story } from './market-story.ts'
import { seededRandom } from './seeded-random.ts'

type Random = (below: number) => number

/** A market with a past of this many accepted commands, in which everything happens that can; from a seed. */
export function randomHistory(seed: number, entries: number): Story {
  const random = seededRandom(seed)
  const story = given(openShop({ slug: 'second', sellerId: 'sam' }), createProduct({ stock: 50 }))
  while (story.seq < entries) {
    story.with({ at: story.setting.at + random(5000), random: random(2 ** 31) })
    story.when(randomCommand(story, random))
  }
  return story
}

function randomCommand(story: Story, random: Random): Command {
  const productId = 1 + random(story.market.counters.lastProductId)
  const orderIds = [...story.market.orders.map.keys()]
  const orderId = orderIds[random(orderIds.length)] ?? ''
  const person = `buyer-${random(8)}`
  const kinds: (() => Command)[] = [
    ...Array.from({ length: 8 }, () => () => purchase(story, random, person)),
    () => createProduct({ stock: random(30), limitPerBuyer: random(2) === 0 ? null : 5 }),
    () => createProduct({ shopId: 2, stock: random(30) }, seller('sam')),
    () => updateProduct(productId, { name: `Product ${random(1000)}` }),
    () => restock(productId, random(20) - 5),
    () => count(productId, random(40), story.product(productId).stock),
    () => deleteProduct(productId),
    () => restoreProduct(productId),
    () => cancel(orderId, buyer(story.market.orders.get(orderId)?.buyerId ?? person), 'changed my mind'),
    () => cancel(orderId, seller('sam')),
    () => fulfil(orderId),
    () => merge(person, `account-${random(4)}`),
    () => updateShop(1 + random(2), { name: `Shop ${random(1000)}`, status: 'open' }),
    () => (random(4) === 0 ? suspendShop(2) : unsuspendShop(2)),
  ]
  return kinds[random(kinds.length)]!()
}

function purchase(story: Story, random: Random, person: string): Command {
  const products = [...story.market.products.map.values()].filter(
    (product) => product.shopId === 1 + random(2),
  )
  const lines = Array.from({ length: 1 + random(3) }, () => {
    const product = products[random(products.length)]
    return line(product?.id ?? 1, 1 + random(3), product?.price ?? 100)
  })
  return buy(lines, person)
}
