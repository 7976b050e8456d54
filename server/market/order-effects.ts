import {
  type OrderStatus,
  orderCommands,
  orderStates,
  orderStatuses,
} from '../../shared/catalog/order-states.ts'
import type { Event, OrderEvent } from './event.ts'

/** The state that each event brings an order to. */
export const statusAfter = Object.fromEntries(
  orderStatuses.map((status) => [orderStates[status].event, status]),
) as Record<OrderEvent['type'], OrderStatus>

export const isOrderEvent = (event: Event): event is OrderEvent => Object.hasOwn(statusAfter, event.type)

/** By how many an event changes the orders that are open, and those that hold their stock: 1, 0 or -1. */
export const effects = Object.fromEntries(
  orderStatuses.map((status) => [
    orderStates[status].event,
    { open: differenceAt(status, 'isOpen'), standing: differenceAt(status, 'holdsStock') },
  ]),
) as Record<OrderEvent['type'], { open: number; standing: number }>

/** Sums that are folded from events do not know the state before, so all ways to a state have to agree. */
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
