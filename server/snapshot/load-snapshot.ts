import type { Disk } from '../disk/disk.ts'
import type { Random } from '../os/clock.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { LedgerRestoring, OrderRestoring } from './order-form.ts'
import { readOrders } from './part-rows.ts'
import { manifestName, readManifest, readPart, readPartBytes, reusedRoom } from './snapshot-files.ts'
import { type MovementPart, restoreManifest } from './snapshot-form.ts'

/** Why a snapshot cannot be trusted. */
export interface SnapshotProblem {
  file: string
  problem: string
}

/** The whole market of a snapshot. Throws when any of its files is not what was written. */
export async function loadMarket(
  disk: Disk,
  folder: string,
  seq: number,
  random: Random,
): Promise<DurableMarket> {
  const manifest = await readManifest(disk, folder, seq)
  const market = restoreManifest(manifest, random)
  const movementParts: MovementPart[] = []
  for (const reference of manifest.movementParts) movementParts.push(await readPart(disk, folder, reference))
  const restoring = new OrderRestoring(market)
  const ledgers = new LedgerRestoring(market, movementParts)
  const room = reusedRoom()
  for (const reference of manifest.orderParts) {
    const bytes = await readPartBytes(disk, folder, reference, room)
    readOrders(bytes, {
      exceptions: (exceptions) => restoring.exceptions(exceptions),
      orders: (orders) => {
        restoring.orders(orders)
        ledgers.add(orders)
      },
    })
  }
  restoring.finish()
  ledgers.finish()
  return market
}

/**
 * What `load` returns, or null when it failed for any reason, which is reported: a start can do without any snapshot.
 */
export async function passOverBad<T>(
  seq: number,
  load: () => Promise<T>,
  report: (problem: SnapshotProblem) => void,
): Promise<T | null> {
  try {
    return await load()
  } catch (error) {
    report({ file: manifestName(seq), problem: error instanceof Error ? error.message : String(error) })
    return null
  }
}
