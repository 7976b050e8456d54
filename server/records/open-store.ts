import { Low } from 'lowdb'
import type { Disk } from '../disk/disk.ts'
import { RecordBase } from './record-base.ts'
import { type LoggedChange, type ReadLog, RecordLog, readLog, type TornTail } from './record-log.ts'
import {
  basePath,
  listStoreFiles,
  logPath,
  type Manifest,
  manifestPath,
  readManifest,
  removeLeftovers,
  writeManifest,
} from './record-manifest.ts'
import { RecordTables } from './record-tables.ts'
import { type RecordChange, RecordDamage } from './records.ts'

export interface StoreOptions<Kinds> {
  disk: Disk
  folder: string
  /** The name that all of its files begin with. */
  store: string
  /** What a new store begins with; asked for again when a crash interrupted the making of the store. */
  initial: () => Promise<readonly RecordChange<Kinds>[]>
}

export interface OpenedStore<Kinds> {
  tables: RecordTables<Kinds>
  manifest: Manifest
  log: RecordLog
  /** No file of the store has this number or a higher one. */
  nextNumber: number
  /** Records in the files, with those that newer ones replaced. */
  recorded: number
  /**
   * Changes that a process which did not stop in order left in the newest log, as JSON texts. They were read, but
   * may be in the kernel's memory only, and a sync would not tell: they belong into a new log.
   */
  unvouched: string[]
  /** What follows the last valid line of the newest log. */
  torn: TornTail | null
}

/** Reads a store, or makes it; throws a {@link RecordDamage} when a file is missing or not as it was written. */
export async function openStore<Kinds>(options: StoreOptions<Kinds>): Promise<OpenedStore<Kinds>> {
  const { disk, folder, store } = options
  // A process that was killed may have renamed a manifest and not synced the folder: a power loss would undo that.
  await disk.syncFolder(folder)
  const found = await readManifest(disk, folder, store)
  if (!found && (await listStoreFiles(disk, folder, store)).size > 0)
    throw new RecordDamage(manifestPath(folder, store), 'it is missing')
  const manifest = found?.base ? found : await makeStore(options)
  const { tables, recorded, newest } = await readStore<Kinds>(options, manifest)
  const files = await listStoreFiles(disk, folder, store)
  await removeLeftovers(disk, folder, store, manifest)
  const { number, bytes } = manifest.logs.at(-1)!
  const { end, unvouched, torn } = newest
  const log = await RecordLog.reopen(disk, logPath(folder, store, number), store, number, { ...end, bytes })
  const nextNumber = Math.max(0, ...files.values()) + 1
  return { tables, manifest, log, recorded, nextNumber, unvouched, torn }
}

async function readStore<Kinds>({ disk, folder, store }: StoreOptions<Kinds>, { base, logs }: Manifest) {
  const path = basePath(folder, store, base!.number)
  const file = new RecordBase<Kinds>(disk, path)
  const low = new Low<RecordTables<Kinds>>(file, new RecordTables())
  await low.read()
  if (file.sum !== base!.sum) throw new RecordDamage(path, 'it is not the one that belongs here')
  let recorded = file.count
  const take = ([kind, key, value]: LoggedChange): void => {
    low.data.set(kind, key, value)
    recorded += 1
  }
  let newest: ReadLog = { end: { bytes: 0, lines: 0 }, unvouched: [], torn: null }
  for (const [index, log] of logs.entries()) {
    const isNewest = index === logs.length - 1
    newest = await readLog(disk, logPath(folder, store, log.number), { store, ...log }, isNewest, take)
  }
  return { tables: low.data, recorded, newest }
}

/**
 * Writes the first manifest, base and log. The manifest comes first, without a base, so that a manifest which is
 * missing later is known to be lost.
 */
async function makeStore<Kinds>({ disk, folder, store, initial }: StoreOptions<Kinds>): Promise<Manifest> {
  await writeManifest(disk, folder, store, { version: 1, base: null, logs: [] })
  const tables = new RecordTables<Kinds>()
  tables.apply(await initial())
  const file = new RecordBase<Kinds>(disk, basePath(folder, store, 1))
  await new Low(file, tables).write()
  const log = await RecordLog.create(disk, logPath(folder, store, 1), store, 1)
  await log.close()
  await disk.syncFolder(folder)
  const base = { number: 1, sum: file.sum, count: file.count }
  const manifest: Manifest = { version: 1, base, logs: [{ number: 1, bytes: log.bytes }] }
  await writeManifest(disk, folder, store, manifest)
  return manifest
}
