import { accepts } from '../../shared/catalog/order-states.ts'
import type { Entry } from '../market/event.ts'
import { derivedId } from '../queue/own-commands.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import type { Deadline } from './timekeeper.ts'

/** The deadline that an entry sets, if any: of the order that it placed, or of the shop that it closed. */
export function deadlineOfEntry(market: DurableMarket, { events }: Entry): Deadline | null {
  // Such an entry has one event.
  const event = events[0]
  if (event?.type === 'order:placed' && event.collectBy !== undefined)
    return deadlineOfOrder(market, event.orderId, event.collectBy)
  if (event?.type === 'shop:edited' && event.changes.reopensAt !== undefined)
    return deadlineOfShop(market, event.shopId, event.changes.reopensAt)
  return null
}

/** The deadlines of all open orders and of shops that open again by themselves, for a start. */
export function* deadlinesOfMarket(market: DurableMarket): Generator<Deadline> {
  for (const { id, collectBy } of market.orders.collectable()) yield deadlineOfOrder(market, id, collectBy)
  for (const { id, reopensAt } of market.shops.map.values())
    if (reopensAt !== null) yield deadlineOfShop(market, id, reopensAt)
}

const deadlineOfOrder = (market: DurableMarket, orderId: string, until: number): Deadline => ({
  command: { type: 'order:expire', orderId, until },
  id: derivedId('order:expire', orderId, String(until)),
  until,
  applies: () => {
    const order = market.orders.get(orderId)
    return order !== undefined && accepts(order, 'order:expire')
  },
})

const deadlineOfShop = (market: DurableMarket, shopId: number, until: number): Deadline => ({
  command: { type: 'shop:reopen', shopId, until },
  id: derivedId('shop:reopen', String(shopId), String(until)),
  // A seller may set it as often as they like.
  key: `shop ${shopId}`,
  until,
  applies: () => market.shops.get(shopId)?.reopensAt === until,
})
