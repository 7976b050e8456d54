import type { MarketView } from '../../shared/market-view.ts'
import type { Order, Product } from '../../shared/protocol/shapes.ts'
import type { SeededRandom } from '../../shared/seeded-random.ts'
import type { Command, SimulatedClient } from './client.ts'

/** Ids that any client may have seen, for hostile clients to use. */
export interface Rumours {
  commands: Command[]
  orderIds: string[]
}

export interface CommandMaker {
  random: SeededRandom
  rumours: Rumours
  newId(): string
  now(): number
}

type Make = (client: SimulatedClient, view: MarketView) => Command | null

interface Weighted {
  weight: number
  make: Make
}

/** A random next command for a client of this kind, given what it sees; null when there is none. */
export function commandsOf(
  maker: CommandMaker,
): Record<'buyer' | 'seller', (client: SimulatedClient) => Command | null> {
  const draw = (commands: readonly Weighted[]) => (client: SimulatedClient) =>
    client.view && maker.random.pick(commands, ({ weight }) => weight).make(client, client.view)
  return { buyer: draw(buyersCommands(maker)), seller: draw(sellersCommands(maker)) }
}

function buyersCommands(maker: CommandMaker): Weighted[] {
  const { random, rumours, newId } = maker
  const cancel = (orderId: string | undefined): Command | null =>
    orderId === undefined ? null : { event: 'order:cancel', id: newId(), payload: { orderId } }
  return [
    { weight: 70, make: (_client, view) => purchase(maker, view) },
    { weight: 8, make: (client) => cancel(anyOf(random, [...client.orders.keys()])) },
    { weight: 1, make: () => cancel(anyOf(random, rumours.orderIds)) },
    { weight: 1, make: () => cancel(newId()) },
    { weight: 2, make: (client, view) => sameIdOtherContent(maker, client, view) },
    { weight: 1, make: () => anyOf(random, rumours.commands) ?? null },
    { weight: 1, make: () => ({ event: 'purchase:create', id: newId(), payload: { lines: [] } }) },
    { weight: 1, make: () => ({ event: 'purchase:steal', id: newId(), payload: {} }) },
  ]
}

function purchase({ random, newId }: CommandMaker, view: MarketView): Command | null {
  const first = anyOf(random, [...view.products.values()])
  if (!first) return null
  const others = [...view.products.values()].filter(({ shopId }) => shopId === first.shopId)
  const wanted = [
    first,
    ...Array.from({ length: random.chance(0.3) ? random.integer(1, 3) : 0 }, () => random.pick(others)),
  ]
  const lines = wanted.map(({ id, price }) => ({
    productId: id,
    quantity: random.chance(0.8) ? 1 : random.integer(2, 6),
    unitPrice: random.chance(0.03) ? price + 1 : price,
  }))
  return { event: 'purchase:create', id: newId(), payload: { lines } }
}

function sameIdOtherContent(maker: CommandMaker, client: SimulatedClient, view: MarketView): Command | null {
  const used = anyOf(maker.random, client.settled)
  const other = purchase(maker, view)
  return used && other ? { ...other, id: used.id } : null
}

function sellersCommands(maker: CommandMaker): Weighted[] {
  const { random, newId } = maker
  const ofProduct = (event: string, payload: (product: Product) => object): Make => {
    return (_client, view) => {
      const product = anyOf(random, [...view.products.values()])
      return product ? { event, id: newId(), payload: { productId: product.id, ...payload(product) } } : null
    }
  }
  const ofOrder = (event: string, statuses: readonly Order['status'][], further = {}): Make => {
    return (client) => {
      const orders = [...client.orders.values()].slice(-60).filter(({ status }) => statuses.includes(status))
      const order = anyOf(random, orders)
      return order ? { event, id: newId(), payload: { orderId: order.id, ...further } } : null
    }
  }
  const all = ['placed', 'ready', 'fulfilled', 'cancelled'] as const
  return [
    { weight: 6, make: (_client, view) => create(maker, view) },
    { weight: 14, make: ofProduct('product:restock', () => ({ quantity: random.integer(1, 12) })) },
    { weight: 4, make: ofProduct('product:restock', () => ({ quantity: -random.integer(1, 12) })) },
    {
      weight: 8,
      make: ofProduct('product:count', ({ stock }) => ({
        stock: random.integer(0, 12),
        ifStock: random.chance(0.8) ? stock : stock + 1,
      })),
    },
    { weight: 10, make: ofProduct('product:update', (product) => changesOf(random, product)) },
    { weight: 3, make: ofProduct('product:delete', () => ({})) },
    { weight: 3, make: restoreSome(maker) },
    { weight: 8, make: ofOrder('order:ready', ['placed']) },
    { weight: 12, make: ofOrder('order:fulfil', ['placed', 'ready']) },
    { weight: 6, make: ofOrder('order:cancel', ['placed', 'ready']) },
    { weight: 2, make: ofOrder('order:cancel', ['placed', 'ready'], { restock: false }) },
    { weight: 2, make: ofOrder('order:ready', all) },
    { weight: 3, make: ofOrder('order:fulfil', all) },
    { weight: 3, make: ofOrder('order:cancel', all) },
    { weight: 4, make: (_client, view) => shopChange(maker, view) },
  ]
}

function create({ random, newId }: CommandMaker, view: MarketView): Command {
  const shop = anyOf(random, [...view.shops.keys()]) ?? 1
  const payload = {
    name: `Thing ${random.integer(1, 999)}`,
    price: random.integer(0, 500),
    stock: random.integer(0, 15),
    limitPerBuyer: random.chance(0.4) ? random.integer(1, 5) : null,
    status: random.chance(0.9) ? 'listed' : 'hidden',
    shopId: shop,
  }
  return { event: 'product:create', id: newId(), payload }
}

function changesOf(random: SeededRandom, product: Product): object {
  const changes: object[] = [
    { price: random.integer(0, 500) },
    { name: `Thing ${random.integer(1, 999)}` },
    { status: product.status === 'hidden' || random.chance(0.7) ? 'listed' : 'hidden' },
    { limitPerBuyer: random.chance(0.5) ? random.integer(1, 5) : null },
    { accountsOnly: random.chance(0.2) },
    { content: random.chance(0.7) ? { de: { name: `Ding ${random.integer(1, 99)}`, description: '' } } : {} },
    { sku: random.chance(0.5) ? `SKU-${random.integer(1, 99)}` : null },
  ]
  const seen = random.chance(0.5) ? { ifSeq: random.chance(0.8) ? product.seq : product.seq - 1 } : {}
  return { ...random.pick(changes), ...seen }
}

/** A deleted product: the command is refused for all others. */
const restoreSome =
  ({ random, newId }: CommandMaker): Make =>
  (_client, view) => {
    const last = Math.max(1, ...view.products.keys())
    return { event: 'product:restore', id: newId(), payload: { productId: random.integer(1, last) } }
  }

function shopChange({ random, newId, now }: CommandMaker, view: MarketView): Command | null {
  const shop = anyOf(random, [...view.shops.values()])
  if (!shop) return null
  // Reopen a closed shop soon: nobody can buy in it.
  const closing = () => ({
    status: 'closed',
    ...(random.chance(0.5) ? { reopensAt: now() + random.integer(-100, 3_000) } : {}),
  })
  const isClosing = shop.status === 'open' && random.chance(0.15)
  const payload = random.chance(0.3)
    ? { shopId: shop.id, pickupNote: `Door ${random.integer(1, 9)}` }
    : { shopId: shop.id, ...(isClosing ? closing() : { status: 'open' }) }
  return { event: 'shop:update', id: newId(), payload }
}

function anyOf<Thing>(random: SeededRandom, things: readonly Thing[]): Thing | undefined {
  return things.length === 0 ? undefined : random.pick(things)
}
