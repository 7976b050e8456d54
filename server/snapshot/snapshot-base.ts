import type { Entry, Event } from '../market/event.ts'
import type { Random } from '../os/clock.ts'
import { type DurableMarket, emptyMarket } from '../store/durable-market.ts'
import { OrderRestoring } from './order-form.ts'
import { orderIdsIn, readMovements, readOrders } from './part-rows.ts'
import type { SnapshotFiles } from './snapshot-files.ts'
import { type Manifest, type MovementPart, type OrderException, restoreManifest } from './snapshot-form.ts'

/**
 * What a snapshot builds on: as much of the previous one's market as the entries since then touch. The rest stays in its
 * files, so that a snapshot's cost depends on what happened, not on the size of the market.
 */
export interface SnapshotBase {
  /** Null when there was none: the whole journal is replayed. Its shops and products are the market's, and change. */
  manifest: Manifest | null
  seq: number
  /** Without movements; of orders only those in parts that are loaded. */
  market: DurableMarket
  /** One per part of the manifest; null for those that were not loaded. */
  orderParts: (LoadedPart | null)[]
  /** How many orders were loaded; later rows were placed since. */
  orderCount: number
  /** The last part's movements if it has room, else null. */
  lastMovements: MovementPart['movements'] | null
}

/** A part whose orders are in the market. */
export interface LoadedPart {
  /** The market's rows of its orders: from `firstRow` up to but excluding `endRow`. */
  firstRow: number
  endRow: number
  exceptions: readonly OrderException[]
}

export const emptyBase = (random: Random): SnapshotBase => ({
  manifest: null,
  seq: 0,
  market: emptyMarket(random),
  orderParts: [],
  orderCount: 0,
  lastMovements: null,
})

/** Which earlier orders the entries refer to. */
export interface Needs {
  orderIds: Set<string>
  /** A sign-in moves orders of whatever age. */
  all: boolean
}

/** Looks ahead through the entries that will be replayed. */
export async function needsOf(entries: AsyncIterable<readonly Entry[]>): Promise<Needs> {
  const needs: Needs = { orderIds: new Set(), all: false }
  const placed = new Set<string>()
  const note = (event: Event): void => {
    if (event.type === 'order:placed') placed.add(event.orderId)
    else if (event.type === 'buyer:merged') needs.all = true
    else if ('orderId' in event && !placed.has(event.orderId)) needs.orderIds.add(event.orderId)
  }
  for await (const run of entries) for (const { events } of run) for (const event of events) note(event)
  return needs
}

/** Loads a base. Throws when any file of the snapshot is not what was written, needed or not. */
export async function loadBase(
  files: SnapshotFiles,
  manifest: Manifest,
  needs: Needs,
  rowsPerPartMax: number,
  random: Random,
): Promise<SnapshotBase> {
  const market = restoreManifest(manifest, random)
  const isNeeded = await findNeeded(files, manifest, needs, rowsPerPartMax)
  const orderParts = await loadOrderParts(files, manifest, market, isNeeded)
  let lastMovements: SnapshotBase['lastMovements'] = null
  for (const reference of manifest.movementParts) {
    const bytes = await files.readPart(reference)
    lastMovements = reference.rows < rowsPerPartMax ? readMovements(bytes) : null
  }
  const { seq } = manifest.counters
  return { manifest, seq, market, orderParts, orderCount: market.orders.size, lastMovements }
}

/**
 * Which parts must be loaded: from the newest on, until every order needed was found, and the one that will grow. They are
 * read again to be loaded, oldest first, as rows are in that order and all parts at once might not fit in memory.
 */
async function findNeeded(
  files: SnapshotFiles,
  { orderParts }: Manifest,
  needs: Needs,
  rowsPerPartMax: number,
): Promise<boolean[]> {
  const isNeeded = orderParts.map(
    (reference, index) => needs.all || (index === orderParts.length - 1 && reference.rows < rowsPerPartMax),
  )
  const missing = new Set(needs.orderIds)
  for (let index = orderParts.length - 1; index >= 0 && missing.size > 0 && !needs.all; index -= 1) {
    isNeeded[index] = true
    for (const id of orderIdsIn(await files.readPart(orderParts[index]!))) missing.delete(id)
  }
  return isNeeded
}

/** Loads the parts that are needed into the market; only checks the others. */
async function loadOrderParts(
  files: SnapshotFiles,
  manifest: Manifest,
  market: DurableMarket,
  isNeeded: readonly boolean[],
): Promise<(LoadedPart | null)[]> {
  const loaded: (LoadedPart | null)[] = []
  const restoring = new OrderRestoring(market)
  for (const [index, reference] of manifest.orderParts.entries()) {
    const bytes = await files.readPart(reference)
    if (!isNeeded[index]) {
      loaded.push(null)
      continue
    }
    const firstRow = market.orders.size
    const { exceptions, runs } = readOrders(bytes)
    restoring.exceptions(exceptions)
    for (const orders of runs) restoring.orders(orders)
    loaded.push({ firstRow, endRow: market.orders.size, exceptions })
  }
  restoring.finish()
  return loaded
}
