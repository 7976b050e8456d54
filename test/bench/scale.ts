/** Sizes, times and repetitions: those of the goals, or tiny ones to test the bench itself. */
export interface Scale {
  repetitions: number
  /** The JIT needs 3 s of load before figures settle. */
  warmUpMs: number
  measureMs: number
  /**
   * The first run of a row is made longer, up to this, until a snapshot was completed in it: snapshots are made at
   * the lowest priority, and on a core that is busy take more than a minute.
   */
  measureMsMax: number
  products: number
  buyers: number
  /** Besides the buyers of row 2. */
  watchers: number
  /** Of rows 4 and 5. */
  audience: number
  /** Purchases a second with the audience watching; the first is the goal's. */
  stalenessRates: readonly number[]
  /** Sessions that do nothing. */
  idle: number
  /** Clients that come back at once, and buyers who keep buying. */
  stampede: number
  stampedeBuyers: number
  /** A market with a past. */
  grownProducts: number
  grownOrders: number
  /** Sessions that were opened before. */
  pastSessions: number
  /** Orders of the folders that are started from. */
  startOrders: number
}

export const fullScale: Scale = {
  repetitions: 3,
  warmUpMs: 3_000,
  measureMs: 5_000,
  measureMsMax: 120_000,
  products: 5_000,
  buyers: 1_000,
  watchers: 1_000,
  audience: 5_000,
  stalenessRates: [3_000, 500, 1_000, 6_000, 9_000],
  idle: 10_000,
  stampede: 10_000,
  stampedeBuyers: 100,
  grownProducts: 100_000,
  grownOrders: 1_000_000,
  pastSessions: 100_000,
  startOrders: 500_000,
}
