import { accepts } from '../../shared/catalog/order-states.ts'
import type { MarketView } from '../../shared/market-view.ts'
import type { PurchaseLine } from '../../shared/protocol/buyer-messages.ts'
import type { Order, Product } from '../../shared/protocol/shapes.ts'
import type { SeededRandom } from '../../shared/seeded-random.ts'

/** What a buyer in the crowd does next. */
export type RushCommand =
  | { kind: 'look' }
  | { kind: 'buy'; lines: PurchaseLine[] }
  | { kind: 'cancel'; orderId: string }

const lookShare = 0.25
const cancelShare = 0.08
const secondLineShare = 0.2
const quantityMax = 3
/** Products that are nearly sold out are this many times as attractive as others. */
const scarcePull = 5

/**
 * Decides at random, by what is in stock: mostly buys one to three of a product at the price shown, sometimes two
 * products of one shop, now and then cancels, or only looks.
 */
export function nextCommand(random: SeededRandom, view: MarketView, orders: readonly Order[]): RushCommand {
  if (random.chance(lookShare)) return { kind: 'look' }
  const cancellable = orders.filter((order) => accepts(order, 'order:cancel'))
  if (cancellable.length > 0 && random.chance(cancelShare)) {
    return { kind: 'cancel', orderId: random.pick(cancellable).id }
  }
  const offered = [...view.products.values()].filter((product) => isOffered(view, product))
  if (offered.length === 0) return { kind: 'look' }
  const first = pickWanted(random, view, offered)
  const others = offered.filter(({ id, shopId }) => id !== first.id && shopId === first.shopId)
  const isCart = others.length > 0 && random.chance(secondLineShare)
  const wanted = isCart ? [first, pickWanted(random, view, others)] : [first]
  return { kind: 'buy', lines: wanted.map((product) => lineOf(random, product)) }
}

const isOffered = (view: MarketView, { stock, status, shopId }: Product): boolean =>
  stock > 0 && status === 'listed' && view.shops.get(shopId)?.status === 'open'

const pickWanted = (random: SeededRandom, view: MarketView, offered: readonly Product[]): Product =>
  random.pick(offered, ({ stock, shopId }) =>
    stock <= (view.shops.get(shopId)?.lowStockAt ?? 0) ? scarcePull : 1,
  )

/** Buyers see the limit per buyer, so these respect it. */
function lineOf(random: SeededRandom, { id, price, limitPerBuyer }: Product): PurchaseLine {
  const quantity = random.integer(1, quantityMax)
  return { productId: id, quantity: Math.min(quantity, limitPerBuyer ?? quantity), unitPrice: price }
}
