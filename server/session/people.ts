import { join } from 'node:path'
import { Low } from 'lowdb'
import type { Logger } from 'pino'
import type { Disk } from '../disk/disk.ts'
import { DurableFile } from '../disk/durable-file.ts'
import { FileRecords, type RecordBounds } from '../records/file-records.ts'
import { openStore, readRecords } from '../records/open-store.ts'
import { manifestPath } from '../records/record-manifest.ts'
import { type RecordChange, RecordDamage } from '../records/records.ts'
import type { Account, People } from './accounts.ts'

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

/** All records about people in a data folder, also of an earlier release. Reads only. */
export async function readPeople(disk: Disk, folder: string): Promise<RecordChange<People>[]> {
  const tables = await readRecords<People>({ disk, folder, store })
  if (tables === null) return readFormerPeople(disk, folder)
  return Array.from(tables.all(), ([kind, key, value]) => ({ kind, key, value }) as RecordChange<People>)
}

/** Makes the store of people in a folder that has none. */
export async function writePeople(
  disk: Disk,
  folder: string,
  people: readonly RecordChange<People>[],
): Promise<void> {
  const opened = await openStore<People>({ disk, folder, store, initial: async () => people })
  await opened.log.close()
}

/** Until 0.1, people were stored in up to 64 files of each of these kinds, `names-00.json` to `names-3f.json`. */
const kindOf: Readonly<Record<string, keyof People>> = {
  names: 'name',
  accounts: 'account',
  links: 'link',
  ended: 'ended',
}

interface FormerFile {
  records?: Record<string, unknown>
  /** Where the first files of names had their records. */
  names?: Record<string, unknown>
}

const formerFiles = async (disk: Disk, folder: string): Promise<string[]> =>
  (await disk.list(folder))
    .filter((name) => /^(names|accounts|links|ended)-[0-3][0-9a-f]\.json$/.test(name))
    .sort()

/** All records of the files that an earlier release wrote. Throws when one cannot be read. */
async function readFormerPeople(disk: Disk, folder: string): Promise<RecordChange<People>[]> {
  const changes: RecordChange<People>[] = []
  for (const name of await formerFiles(disk, folder)) {
    const kind = kindOf[name.split('-', 1)[0]!]!
    const low = new Low<FormerFile>(new DurableFile(disk, join(folder, name)), {})
    await low.read()
    for (const [key, value] of Object.entries(low.data.names ?? low.data.records ?? {}))
      changes.push({ kind, key, value } as RecordChange<People>)
  }
  return changes
}

/** Removes files whose records are in the store now, so that no later start reads them. */
async function removeFormerPeople(disk: Disk, folder: string): Promise<void> {
  const names = await formerFiles(disk, folder)
  if (names.length === 0) return
  for (const name of names) await disk.remove(join(folder, name))
  await disk.syncFolder(folder)
}
