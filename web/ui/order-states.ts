import type { OrderStatus } from '../../shared/catalog/order-states.ts'
import type { IconName } from './icons.tsx'
import { counted } from './plurals.ts'
import type { Tone } from './status-label.tsx'

interface Look {
  label: string
  tone: Tone
  icon: IconName
}

interface OrderStateTexts {
  buyer: Look
  seller: Look
  /** The stamp on the buyer's ticket. */
  stamp: string
  /** The last line of the buyer's bill. */
  bill: (total: string) => string
  /** The seller's to-do; absent if there is none. */
  toDo?: (count: number) => string
}

const payAtPickup = (total: string): string => `Pay ${total} at pickup`

/** Each state of an order, as its buyer and its seller see it. */
const orderStateTexts: Record<OrderStatus, OrderStateTexts> = {
  placed: {
    buyer: { label: 'Waiting for pickup', tone: 'ok', icon: 'hourglass' },
    seller: { label: 'Waiting for pickup', tone: 'accent', icon: 'hourglass' },
    stamp: 'Yours',
    bill: payAtPickup,
    toDo: (count) => `${counted(count, 'order', 'orders')} waiting for pickup`,
  },
  ready: {
    buyer: { label: 'Ready for pickup', tone: 'accent', icon: 'bell' },
    seller: { label: 'Ready for pickup', tone: 'ok', icon: 'bell' },
    stamp: 'Ready',
    bill: payAtPickup,
    toDo: (count) => `${counted(count, 'order', 'orders')} ready for pickup`,
  },
  fulfilled: {
    buyer: { label: 'Picked up', tone: 'muted', icon: 'check' },
    seller: { label: 'Handed over', tone: 'ok', icon: 'check' },
    stamp: 'Picked up',
    bill: (total) => `Paid ${total}`,
  },
  cancelled: {
    buyer: { label: 'Cancelled', tone: 'muted', icon: 'ban' },
    seller: { label: 'Cancelled', tone: 'muted', icon: 'ban' },
    stamp: 'Cancelled',
    bill: (total) => `${total}, nothing to pay`,
  },
}

/** For a state that the server has added since this page was loaded. */
const inProgress: Look = { label: 'In progress', tone: 'muted', icon: 'clock' }
const unknownState: OrderStateTexts = {
  buyer: inProgress,
  seller: inProgress,
  stamp: '',
  bill: (total) => total,
}

const known: ReadonlyMap<string, OrderStateTexts> = new Map(Object.entries(orderStateTexts))
export const textsOfState = (status: string): OrderStateTexts => known.get(status) ?? unknownState
