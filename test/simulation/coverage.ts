/** Counts by name what the simulation did, to show what it never did. */
export class Coverage {
  readonly counts = new Map<string, number>()

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1)
  }

  of(what: string): number {
    return this.counts.get(what) ?? 0
  }

  /** Adds the counts of another run. */
  add(other: Coverage): void {
    for (const [what, count] of other.counts) this.counts.set(what, this.of(what) + count)
  }

  /** What a complete set of runs must do and these runs did not do. */
  missing(): string[] {
    return required.filter((what) => this.of(what) === 0)
  }

  /** The required counts, one a line, then all others. */
  lines(): string[] {
    const other = [...this.counts.keys()].filter((what) => !required.includes(what)).sort()
    return [...required, ...other].map((what) => `${String(this.of(what)).padStart(9)}  ${what}`)
  }
}

const both = (what: string): string[] => [`${what}, before`, `${what}, after`]

/** The calls at which a process may end, each before and after the call took effect. */
export const crashPoints = [
  ...['write', 'sync'].flatMap((call) => both(`crash: append, ${call}`)),
  ...['open', 'write', 'close', 'sync', 'syncFolder'].flatMap((call) =>
    both(`crash: segment change, ${call}`),
  ),
  ...['open', 'write', 'sync', 'close', 'rename', 'syncFolder', 'remove'].flatMap((call) =>
    both(`crash: snapshot, ${call}`),
  ),
  ...['read', 'write', 'sync'].flatMap((call) => both(`crash: start, ${call}`)),
  ...['write', 'sync'].flatMap((call) => both(`crash: effect, ${call}`)),
]

const refusals = [
  'too_many_requests',
  'unauthenticated',
  'forbidden',
  'invalid',
  'id_mismatch',
  'busy',
  'unavailable',
  'not_found',
  'shop_closed',
  'account_required',
  'conflict',
  'price_changed',
  'limit_reached',
  'out_of_stock',
  'too_many_open_orders',
  'wrong_status',
  'not_cancellable',
  'not_fulfillable',
  'quota_reached',
  'market_full',
]

/** The refusals that hostile clients get. */
const limits = ['orders', 'cancellations', 'orders_from_network', 'cancellations_from_network', 'new_guests']

const required: readonly string[] = [
  ...crashPoints,
  'begin: with a folder of the first release',
  'end: kill -9',
  'end: power loss',
  'end: SIGTERM',
  'end: fail-stop after the disk failed',
  'start: from a snapshot',
  'start: from the journal alone',
  'start: with a torn tail',
  'start: with effects to go on with',
  'start: stopped by damage',
  'start: did not read what was damaged',
  'nodes: frozen',
  'nodes: cut off from the database',
  'nodes: a turn ended by its limit',
  'nodes: the answer to a commit lost, committed',
  'nodes: the answer to a commit lost, not committed',
  'nodes: the database was away',
  'nodes: the database failed over',
  'nodes: no space in the database',
  'nodes: an announcement lost',
  'nodes: an announcement late',
  'nodes: a clock beyond the limit',
  'nodes: stopped by a fork',
  'nodes: a new epoch after a loss',
  'disk: sync failed',
  'disk: write failed',
  'disk: full',
  'disk: short write',
  'clock: jumped forward',
  'clock: jumped back',
  'network: reply lost',
  'network: cut',
  'network: half-open',
  'network: clogged',
  'network: cut off by the market',
  'client: sent again',
  'client: sent twice at once',
  'client: outcome of a repeat was the first one',
  'client: resumed by changes',
  'client: resumed by changes after a restart',
  'client: reset',
  'client: fetched the market',
  'client: changes merged',
  'client: signed in',
  'client: signed up',
  'client: signed in after the answer to the sign-up was lost',
  'market: an order expired',
  'market: a shop opened again by itself',
  ...refusals.map((code) => `refusal: ${code}`),
  ...limits.map((limit) => `limit: ${limit}`),
]
