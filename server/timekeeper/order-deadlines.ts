import { derivedId } from '../derived-id.ts'
import type { Entry } from '../market/event.ts'
import type { DurableMarket } from '../market/state.ts'
import type { Deadline } from './timekeeper.ts'

/** The deadlines of orders that an entry placed: most have none. */
export function* deadlinesOfEntry(market: DurableMarket, { events }: Entry): Generator<Deadline> {
  for (const event of events)
    if (event.type === 'order:placed' && event.collectBy !== undefined)
      yield deadlineOf(market, event.orderId, event.collectBy)
}

/** The deadlines of all orders that wait, for a start. */
export function* deadlinesOfMarket(market: DurableMarket): Generator<Deadline> {
  for (const { id, collectBy } of market.orders.collectable()) yield deadlineOf(market, id, collectBy)
}

const deadlineOf = (market: DurableMarket, orderId: string, until: number): Deadline => ({
  command: { type: 'order:expire', orderId, until },
  id: derivedId('order:expire', orderId, String(until)),
  until,
  applies: () => market.orders.get(orderId)?.status === 'placed',
})
