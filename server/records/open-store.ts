import { Low } from 'lowdb'
import type { Disk } from '../disk/disk.ts'
import { RecordBase } from './record-base.ts'
import { type LoggedChange, type ReadLog, RecordLog, readLog } from './record-log.ts'
import { type Manifest, StoreFiles } from './record-manifest.ts'
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
  files: StoreFiles
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
  unvouched: ReadLog['unvouched']
  /** What follows the last valid line of the newest log. */
  torn: ReadLog['torn']
}

/**
 * All records of a store, which is only read; null where there is none yet. Throws a {@link RecordDamage} when a file is
 * missing or not as it was written.
 */
export async function readRecords<Kinds>(
  options: Omit<StoreOptions<Kinds>, 'initial'>,
): Promise<RecordTables<Kinds> | null> {
  const files = new StoreFiles(options)
  const manifest = await findManifest(files)
  return manifest?.base ? (await readStore<Kinds>(files, manifest)).tables : null
}

/** Reads a store, or makes it; throws a {@link RecordDamage} when a file is missing or not as it was written. */
export async function openStore<Kinds>(options: StoreOptions<Kinds>): Promise<OpenedStore<Kinds>> {
  const files = new StoreFiles(options)
  // A process that was killed may have renamed a manifest and not synced the folder: a power loss would undo that.
  await files.syncNames()
  const found = await findManifest(files)
  const manifest = found?.base ? found : await makeStore(files, options.initial)
  const { tables, recorded, newest } = await readStore<Kinds>(files, manifest)
  const numbers = (await files.list()).values()
  await files.removeLeftovers(manifest)
  const { number, bytes } = manifest.logs.at(-1)!
  const { end, unvouched, torn } = newest
  const log = await RecordLog.reopen(files, number, { ...end, bytes })
  const nextNumber = Math.max(0, ...numbers) + 1
  return { files, tables, manifest, log, recorded, nextNumber, unvouched, torn }
}

async function findManifest(files: StoreFiles): Promise<Manifest | null> {
  const found = await files.readManifest()
  if (!found && (await files.list()).size > 0) throw new RecordDamage(files.manifestPath, 'it is missing')
  return found
}

async function readStore<Kinds>(files: StoreFiles, { base, logs }: Manifest) {
  const file = new RecordBase<Kinds>(files, base!.number)
  const low = new Low<RecordTables<Kinds>>(file, new RecordTables())
  await low.read()
  if (file.sum !== base!.sum) throw new RecordDamage(file.path, 'it is not the one that belongs here')
  let recorded = file.count
  const take = ([kind, key, value]: LoggedChange): void => {
    low.data.set(kind, key, value)
    recorded += 1
  }
  let newest: ReadLog = { end: { bytes: 0, lines: 0 }, unvouched: [], torn: null }
  for (const log of logs) newest = await readLog(files, log, log === logs.at(-1), take)
  return { tables: low.data, recorded, newest }
}

/**
 * Writes the first manifest, base and log. The manifest comes first, without a base, so that a manifest which is
 * missing later is known to be lost.
 */
async function makeStore<Kinds>(
  files: StoreFiles,
  initial: StoreOptions<Kinds>['initial'],
): Promise<Manifest> {
  await files.writeManifest({ version: 1, base: null, logs: [] })
  const tables = new RecordTables<Kinds>()
  tables.apply(await initial())
  const file = new RecordBase<Kinds>(files, 1)
  await new Low(file, tables).write()
  const log = await RecordLog.create(files, 1)
  await log.close()
  await files.syncNames()
  const base = { number: 1, sum: file.sum, count: file.count }
  const manifest: Manifest = { version: 1, base, logs: [{ number: 1, bytes: log.bytes }] }
  await files.writeManifest(manifest)
  return manifest
}
