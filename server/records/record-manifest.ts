import { join } from 'node:path'
import { Low } from 'lowdb'
import type { Disk } from '../disk/disk.ts'
import { SummedFile } from '../disk/summed-file.ts'
import { RecordDamage } from './records.ts'

/**
 * Which files a store consists of: a base with all records at one time, and logs of the changes since, oldest
 * first. `<store>.json` names them. It is the first file that a store writes, and it is replaced in one step, so
 * a file that it names and that is missing was lost, and a file that it does not name is a leftover.
 */
export interface Manifest {
  version: 1
  /** Null while the store is being made. */
  base: { number: number; sum: string; count: number } | null
  logs: readonly LogReference[]
}

export interface LogReference {
  number: number
  /** So many bytes of it were durable. Of all logs but the last, whatever follows is not part of the store. */
  bytes: number
}

export const manifestPath = (folder: string, store: string): string => join(folder, `${store}.json`)
export const basePath = (folder: string, store: string, number: number): string =>
  join(folder, `${store}-${digits(number)}.json`)
export const logPath = (folder: string, store: string, number: number): string =>
  join(folder, `${store}-${digits(number)}.jsonl`)

const digits = (number: number): string => String(number).padStart(8, '0')

/** Null when there is none; throws a {@link RecordDamage} when it is not as it was written. */
export async function readManifest(disk: Disk, folder: string, store: string): Promise<Manifest | null> {
  const path = manifestPath(folder, store)
  if (!(await disk.list(folder)).includes(`${store}.json`)) return null
  const low = new Low<Manifest | null>(new SummedFile<Manifest | null>(disk, path), null)
  try {
    await low.read()
  } catch (error) {
    throw new RecordDamage(path, error instanceof Error ? error.message : String(error))
  }
  if (low.data?.version !== 1)
    throw new RecordDamage(path, `its version is ${low.data?.version}, which this Souk cannot read`)
  return low.data
}

export async function writeManifest(
  disk: Disk,
  folder: string,
  store: string,
  manifest: Manifest,
): Promise<void> {
  await new Low<Manifest>(new SummedFile<Manifest>(disk, manifestPath(folder, store)), manifest).write()
}

/** The stores that have bases or logs among these names. */
export const storesOf = (names: readonly string[]): string[] => [
  ...new Set(names.flatMap((name) => /^([a-z]+)-\d{8}\.jsonl?$/.exec(name)?.[1] ?? [])),
]

/** The paths of a store's files, without the manifest's own. */
export const filesOf = (folder: string, store: string, { base, logs }: Manifest): string[] => [
  ...(base ? [basePath(folder, store, base.number)] : []),
  ...logs.map(({ number }) => logPath(folder, store, number)),
]

/** The numbers of a store's bases and logs in a folder, by file name. */
export async function listStoreFiles(
  disk: Disk,
  folder: string,
  store: string,
): Promise<ReadonlyMap<string, number>> {
  const files = new Map<string, number>()
  for (const name of await disk.list(folder)) {
    const rest = name.startsWith(`${store}-`) ? name.slice(store.length + 1) : ''
    const match = /^(\d{8})\.jsonl?$/.exec(rest)
    if (match) files.set(name, Number(match[1]))
  }
  return files
}

/** Removes the store's bases and logs that `manifest` does not name. */
export async function removeLeftovers(
  disk: Disk,
  folder: string,
  store: string,
  manifest: Manifest,
): Promise<void> {
  const named = new Set(filesOf(folder, store, manifest))
  for (const name of (await listStoreFiles(disk, folder, store)).keys())
    if (!named.has(join(folder, name))) await disk.remove(join(folder, name))
}
