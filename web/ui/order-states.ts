import type { OrderStatus } from '../../shared/catalog/order-states.ts'
import type { IconName } from './icons.tsx'
import type { Tone } from './status-label.tsx'
import { texts } from './texts.ts'

interface Look {
  tone: Tone
  icon: IconName
}

interface Labelled extends Look {
  label: string
}

interface OrderStateTexts {
  buyer: Labelled
  seller: Labelled
  /** The stamp on the buyer's ticket. */
  stamp: string
  /** The last line of the buyer's bill. */
  bill: (total: string) => string
  /** The seller's to-do; absent if there is none. */
  toDo?: (count: number) => string
}

/** Each state of an order, as its buyer and its seller see it. */
const looks: Record<OrderStatus, { buyer: Look; seller: Look }> = {
  placed: { buyer: { tone: 'ok', icon: 'hourglass' }, seller: { tone: 'accent', icon: 'hourglass' } },
  ready: { buyer: { tone: 'accent', icon: 'bell' }, seller: { tone: 'ok', icon: 'bell' } },
  fulfilled: { buyer: { tone: 'muted', icon: 'check' }, seller: { tone: 'ok', icon: 'check' } },
  cancelled: { buyer: { tone: 'muted', icon: 'ban' }, seller: { tone: 'muted', icon: 'ban' } },
}

const isKnown = (status: string): status is OrderStatus => Object.hasOwn(looks, status)

/** The texts of a state; neutral ones for a state that the server has added since this page was loaded. */
export function textsOfState(status: string): OrderStateTexts {
  if (!isKnown(status)) {
    const inProgress = { label: texts.unknownOrderState, tone: 'muted', icon: 'clock' } as const
    return { buyer: inProgress, seller: inProgress, stamp: '', bill: (total) => total }
  }
  const { buyer, seller, ...others } = texts.orderStates[status]
  return {
    buyer: { ...looks[status].buyer, label: buyer },
    seller: { ...looks[status].seller, label: seller },
    ...others,
  }
}
