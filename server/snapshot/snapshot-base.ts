import type { Disk } from '../disk/disk.ts'
import type { Entry, Event } from '../market/event.ts'
import type { Random } from '../os/clock.ts'
import { type DurableMarket, emptyMarket } from '../store/durable-market.ts'
import { OrderRestoring } from './order-form.ts'
import { orderIdsIn, readOrders } from './part-rows.ts'
import { readPart, readPartBytes, reusedRoom } from './snapshot-files.ts'
import {
  type Manifest,
  type MovementPart,
  type OrderException,
  type PartReference,
  restoreManifest,
} from './snapshot-form.ts'

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
  /** The last part if it has room, else null. */
  lastMovements: MovementPart | null
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
  files: Files,
  needs: Needs,
  rowsPerPartMax: number,
  random: Random,
): Promise<SnapshotBase> {
  const { disk, folder, manifest } = files
  const market = restoreManifest(manifest, random)
  const isNeeded = await findNeeded(files, needs, rowsPerPartMax)
  const orderParts = await loadOrderParts(files, market, isNeeded)
  const room = reusedRoom()
  for (const reference of manifest.movementParts) await readPartBytes(disk, folder, reference, room)
  const last = manifest.movementParts.at(-1)
  const lastMovements = hasRoom(last, rowsPerPartMax)
    ? await readPart<MovementPart>(disk, folder, last)
    : null
  const { seq } = manifest.counters
  return { manifest, seq, market, orderParts, orderCount: market.orders.size, lastMovements }
}

interface Files {
  disk: Disk
  folder: string
  manifest: Manifest
}

/**
 * Which parts must be loaded: from the newest on, until every order needed was found, and the one that will grow. They are
 * read again to be loaded, oldest first, as rows are in that order and all parts at once might not fit in memory.
 */
async function findNeeded(
  { disk, folder, manifest: { orderParts } }: Files,
  needs: Needs,
  rowsPerPartMax: number,
): Promise<boolean[]> {
  const isNeeded = orderParts.map(
    (reference, index) =>
      needs.all || (index === orderParts.length - 1 && hasRoom(reference, rowsPerPartMax)),
  )
  const missing = new Set(needs.orderIds)
  const room = reusedRoom()
  for (let index = orderParts.length - 1; index >= 0 && missing.size > 0 && !needs.all; index -= 1) {
    isNeeded[index] = true
    const bytes = await readPartBytes(disk, folder, orderParts[index]!, room)
    for (const id of orderIdsIn(bytes)) missing.delete(id)
  }
  return isNeeded
}

/** Loads the parts that are needed into the market; only checks the others. */
async function loadOrderParts(
  { disk, folder, manifest }: Files,
  market: DurableMarket,
  isNeeded: readonly boolean[],
): Promise<(LoadedPart | null)[]> {
  const loaded: (LoadedPart | null)[] = []
  const restoring = new OrderRestoring(market)
  const room = reusedRoom()
  for (const [index, reference] of manifest.orderParts.entries()) {
    const bytes = await readPartBytes(disk, folder, reference, room)
    if (!isNeeded[index]) {
      loaded.push(null)
      continue
    }
    const part: LoadedPart = { firstRow: market.orders.size, endRow: 0, exceptions: [] }
    readOrders(bytes, {
      exceptions: (exceptions) => {
        part.exceptions = exceptions
        restoring.exceptions(exceptions)
      },
      orders: (orders) => restoring.orders(orders),
    })
    part.endRow = market.orders.size
    loaded.push(part)
  }
  restoring.finish()
  return loaded
}

function hasRoom(reference: PartReference | undefined, rowsMax: number): reference is PartReference {
  return reference !== undefined && reference.rows < rowsMax
}
