import { accepts } from '../../shared/catalog/order-states.ts'
import type { Entry } from '../market/event.ts'
import { derivedId } from '../queue/own-commands.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import type { Deadline } from './timekeeper.ts'

/** The deadline of the order that an entry placed, if any. An order is placed by an entry of its own. */
export function deadlineOfEntry(market: DurableMarket, { events }: Entry): Deadline | null {
  const event = events[0]
  return event?.type === 'order:placed' && event.collectBy !== undefined
    ? deadlineOf(market, event.orderId, event.collectBy)
    : null
}

/** The deadlines of all open orders, for a start. */
export function* deadlinesOfMarket(market: DurableMarket): Generator<Deadline> {
  for (const { id, collectBy } of market.orders.collectable()) yield deadlineOf(market, id, collectBy)
}

const deadlineOf = (market: DurableMarket, orderId: string, until: number): Deadline => ({
  command: { type: 'order:expire', orderId, until },
  id: derivedId('order:expire', orderId, String(until)),
  until,
  applies: () => {
    const order = market.orders.get(orderId)
    return order !== undefined && accepts(order, 'order:expire')
  },
})
