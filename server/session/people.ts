import type { Logger } from 'pino'
import type { Disk } from '../disk/disk.ts'
import { FileRecords, type RecordBounds } from '../records/file-records.ts'
import type { People } from './accounts.ts'
import { readFormerPeople, removeFormerPeople } from './former-people.ts'

/**
 * Opens the store of people in a data folder. A folder of an earlier release is taken over: its files are removed
 * once the store is durable.
 */
export async function openPeople(parts: {
  disk: Disk
  folder: string
  logger: Logger
  bounds: RecordBounds
}): Promise<FileRecords<People>> {
  const { disk, folder, logger, bounds } = parts
  const records = await FileRecords.open<People>({
    disk,
    folder,
    store: 'people',
    initial: () => readFormerPeople(disk, folder),
    onTornTail: (torn) =>
      logger.warn(torn, 'the log of people ended in a torn line, which was never acknowledged'),
    onCompactionFailed: (error) => logger.warn({ error }, 'the store of people could not be compacted'),
    bounds,
  })
  await removeFormerPeople(disk, folder)
  return records
}
