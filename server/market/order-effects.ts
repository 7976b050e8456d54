import {
  type OrderStatus,
  orderCommands,
  orderStates,
  orderStatuses,
} from '../../shared/catalog/order-states.ts'
import type { Event, OrderEvent } from './event.ts'

/** The state that each event moves an order to. */
export const statusAfter = Object.fromEntries(
  orderStatuses.map((status) => [orderStates[status].event, status]),
) as Record<OrderEvent['type'], OrderStatus>

export const isOrderEvent = (event: Event): event is OrderEvent => Object.hasOwn(statusAfter, event.type)

/** The change, 1, 0 or -1, that an event makes to the number of open orders and of those that hold stock. */
export const effects = Object.fromEntries(
  orderStatuses.map((status) => [
    orderStates[status].event,
    { open: differenceAt(status, 'isOpen'), standing: differenceAt(status, 'holdsStock') },
  ]),
) as Record<OrderEvent['type'], { open: number; standing: number }>

/** Sums derived from events do not know an order's previous state, so all ways into a state must agree. */
function differenceAt(status: OrderStatus, rule: 'isOpen' | 'holdsStock'): number {
  const before = new Set(statesBefore(status).map((former) => orderStates[former][rule]))
  if (before.size > 1) throw new Error(`the ways to "${status}" differ in ${rule}`)
  return Number(orderStates[status][rule]) - Number(before.has(true))
}

function statesBefore(status: OrderStatus): OrderStatus[] {
  return orderStatuses.filter((former) =>
    orderStates[former].accepts.some((command) => orderCommands[command].to === status),
  )
}
