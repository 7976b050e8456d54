/** What a state means. Other code asks this table and never compares a status by name. */
interface OrderStateRules {
  /** The event that brings an order here. */
  event: `order:${string}`
  /** The commands that an order takes in this state; in a final state there are none. */
  accepts: readonly string[]
  /** Waits for pickup: its code is taken, it counts towards its buyer's open orders, and it can expire. */
  isOpen: boolean
  /** Keeps its items: they are sold, and count towards its buyer's limits, the totals and the statistics. */
  holdsStock: boolean
  /** The board of its shop shows its pickup code, in a browser that is signed in as the shop's seller. */
  onBoard: boolean
}

/** In the order in which an order passes through them. */
export const orderStates = {
  placed: {
    event: 'order:placed',
    accepts: ['order:ready', 'order:fulfil', 'order:cancel', 'order:expire'],
    isOpen: true,
    holdsStock: true,
    onBoard: false,
  },
  ready: {
    event: 'order:readied',
    accepts: ['order:fulfil', 'order:cancel', 'order:expire'],
    isOpen: true,
    holdsStock: true,
    onBoard: true,
  },
  fulfilled: { event: 'order:fulfilled', accepts: [], isOpen: false, holdsStock: true, onBoard: false },
  cancelled: { event: 'order:cancelled', accepts: [], isOpen: false, holdsStock: false, onBoard: false },
} as const satisfies Record<string, OrderStateRules>

/** What moves an order: the resulting state, who may send it, and the refusal if the current state does not accept it. */
export const orderCommands = {
  'order:ready': { to: 'ready', by: ['seller'], refusal: 'wrong_status' },
  'order:fulfil': { to: 'fulfilled', by: ['seller'], refusal: 'not_fulfillable' },
  'order:cancel': { to: 'cancelled', by: ['buyer', 'seller'], refusal: 'not_cancellable' },
  'order:expire': { to: 'cancelled', by: ['market'], refusal: 'not_cancellable' },
} as const

export type OrderStatus = keyof typeof orderStates
export type OrderCommandType = keyof typeof orderCommands

export const orderStatuses = Object.keys(orderStates) as OrderStatus[]

/** For a status that a newer server has added: a page knows only that the order exists. */
const unknownState = { accepts: [], isOpen: true, holdsStock: true, onBoard: false }

const rules: ReadonlyMap<string, Omit<OrderStateRules, 'event'>> = new Map(Object.entries(orderStates))
const rulesOf = (status: string) => rules.get(status) ?? unknownState

type InState = { readonly status: string }
export const isOpen = ({ status }: InState): boolean => rulesOf(status).isOpen
export const holdsStock = ({ status }: InState): boolean => rulesOf(status).holdsStock
/** Its buyer is called to collect it. */
export const isCalled = ({ status }: InState): boolean => rulesOf(status).onBoard
export const accepts = ({ status }: InState, command: OrderCommandType): boolean =>
  rulesOf(status).accepts.includes(command)
