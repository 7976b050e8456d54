/**
 * A plausible week of the demo market, the same for the same options. All times are offsets in ms from its
 * start; products and buyers are indices into the catalogue.
 */
export interface DemoWeek {
  /** What each product is listed with at the start. */
  listedStocks: readonly number[]
  /** In the order of time. */
  restocks: readonly DemoRestock[]
  /** In the order in which they are placed. */
  orders: readonly DemoOrder[]
}

export interface DemoOrder {
  atOffsetMs: number
  buyer: number
  lines: readonly { product: number; quantity: number }[]
  outcome: DemoOutcome
}

/** A buyer who cancels gives no reason. */
export type DemoOutcome =
  | { kind: 'waiting' }
  | { kind: 'fulfilled'; atOffsetMs: number }
  | { kind: 'cancelled'; atOffsetMs: number; by: 'buyer' | 'seller'; reason: string | null }

export interface DemoRestock {
  atOffsetMs: number
  product: number
  quantity: number
}
