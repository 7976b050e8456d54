import type { Logger } from 'pino'
import type { Disk } from '../disk/disk.ts'
import { FileRecords, type RecordBounds } from '../records/file-records.ts'
import { manifestPath } from '../records/record-manifest.ts'
import { RecordDamage } from '../records/records.ts'
import type { Account, People } from './accounts.ts'
import { readFormerPeople, removeFormerPeople } from './former-people.ts'

const store = 'people'

/**
 * Throws a {@link RecordDamage} when a shop's account is missing: it was durable before the shop was opened, so the
 * store was lost, or belongs to another market.
 */
export function checkSellers(
  folder: string,
  shops: Iterable<{ id: number; sellerId: string }>,
  accounts: { byId(id: string): Account | undefined },
): void {
  for (const { id, sellerId } of shops) {
    if (!isAccountId(sellerId) || accounts.byId(sellerId)) continue
    throw new RecordDamage(manifestPath(folder, store), `the account that runs shop ${id} is missing`)
  }
}

const isAccountId = (id: string): boolean => /^a-[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id)

/**
 * Opens the store of people in a data folder. The files of an earlier release are moved into it, and removed once
 * it is durable.
 */
export async function openPeople(dependencies: {
  disk: Disk
  folder: string
  logger: Logger
  bounds: RecordBounds
}): Promise<FileRecords<People>> {
  const { disk, folder, logger, bounds } = dependencies
  const records = await FileRecords.open<People>({
    disk,
    folder,
    store,
    initial: () => readFormerPeople(disk, folder),
    onTornTail: (torn) =>
      logger.warn(torn, 'the log of people ended in a torn line, which was never acknowledged'),
    onCompactionFailed: (error) => logger.warn({ error }, 'the store of people could not be compacted'),
    bounds,
  })
  await removeFormerPeople(disk, folder)
  return records
}
