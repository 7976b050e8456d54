import type { Disk } from '../disk/disk.ts'
import { readEntryRuns } from '../journal/journal-reader.ts'
import type { Event } from '../market/event.ts'
import { type DurableMarket, emptyMarket } from '../market/state.ts'
import { Exceptions, OrderRestoring } from './order-form.ts'
import { readPart, readPartBytes } from './snapshot-files.ts'
import {
  type Manifest,
  type MovementPart,
  type OrderPart,
  type PartReference,
  restoreManifest,
} from './snapshot-form.ts'

/**
 * What a snapshot goes on from: as much of the market of the one before as the entries since then touch. All
 * else stays in its files, so that a snapshot costs what happened, and not what the market holds.
 */
export interface SnapshotBase {
  /** Null when there was none: then the whole journal is folded. */
  manifest: Manifest | null
  seq: number
  /** Without movements; of orders only those in parts that are loaded. */
  market: DurableMarket
  /** For each part of the manifest; null for those that are as they were. */
  orderParts: (OrderPart | null)[]
  /** The last part, if it has room; null otherwise. */
  lastMovements: MovementPart | null
}

export const emptyBase = (): SnapshotBase => ({
  manifest: null,
  seq: 0,
  market: emptyMarket(),
  orderParts: [],
  lastMovements: null,
})

/** What entries need to find in the orders that were placed before them. */
export interface Needs {
  orderIds: Set<string>
  /** A sign-in moves orders of whatever age. */
  all: boolean
}

/** Looks ahead through the entries that will be folded. */
export async function needsOf(disk: Disk, folder: string, after: number, upTo: number): Promise<Needs> {
  const needs: Needs = { orderIds: new Set(), all: false }
  const placed = new Set<string>()
  for await (const entries of readEntryRuns(disk, folder, { after, upTo })) {
    for (const { events } of entries) for (const event of events) note(event, placed, needs)
  }
  return needs
}

function note(event: Event, placed: Set<string>, needs: Needs): void {
  if (event.type === 'order:placed') placed.add(event.orderId)
  else if (event.type === 'buyer:merged') needs.all = true
  else if ('orderId' in event && !placed.has(event.orderId)) needs.orderIds.add(event.orderId)
}

/** Loads a base. Throws when any file of the snapshot is not what was written, needed or not. */
export async function loadBase(
  disk: Disk,
  folder: string,
  manifest: Manifest,
  needs: Needs,
  rowsPerPartMax: number,
): Promise<SnapshotBase> {
  const market = restoreManifest(manifest)
  const orderParts = await loadOrderParts(disk, folder, manifest, needs, rowsPerPartMax)
  const restoring = new OrderRestoring(market)
  for (const part of orderParts) if (part) restoring.add(part.orders, new Exceptions(part.exceptions))
  restoring.finish()
  for (const reference of manifest.movementParts) await readPartBytes(disk, folder, reference)
  const last = manifest.movementParts.at(-1)
  const lastMovements = hasRoom(last, rowsPerPartMax)
    ? await readPart<MovementPart>(disk, folder, last)
    : null
  return { manifest, seq: manifest.counters.seq, market, orderParts, lastMovements }
}

/** From the newest on, until all that is needed was found; the rest is checked. */
async function loadOrderParts(
  disk: Disk,
  folder: string,
  { orderParts }: Manifest,
  needs: Needs,
  rowsPerPartMax: number,
): Promise<(OrderPart | null)[]> {
  const missing = new Set(needs.orderIds)
  const loaded: (OrderPart | null)[] = []
  for (const reference of orderParts.toReversed()) {
    const growing = reference === orderParts.at(-1) && hasRoom(reference, rowsPerPartMax)
    if (needs.all || missing.size > 0 || growing) {
      const part = await readPart<OrderPart>(disk, folder, reference)
      for (const order of part.orders) missing.delete(order.id)
      loaded.unshift(part)
    } else {
      await readPartBytes(disk, folder, reference)
      loaded.unshift(null)
    }
  }
  return loaded
}

function hasRoom(reference: PartReference | undefined, rowsMax: number): reference is PartReference {
  return reference !== undefined && reference.rows < rowsMax
}
