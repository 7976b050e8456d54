import { join } from 'node:path'
import { Low } from 'lowdb'
import type { Disk } from '../disk/disk.ts'
import { SummedFile } from '../disk/summed-file.ts'
import { messageOf } from '../errors/explained.ts'
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

/** The stores that have bases or logs among these names. */
export const storesOf = (names: readonly string[]): string[] => [
  ...new Set(names.flatMap((name) => /^([a-z]+)-\d{8}\.jsonl?$/.exec(name)?.[1] ?? [])),
]

/** The files of one store in a folder. All of their names begin with the store's. */
export class StoreFiles {
  readonly disk: Disk
  readonly store: string
  readonly #folder: string

  constructor({ disk, folder, store }: { disk: Disk; folder: string; store: string }) {
    this.disk = disk
    this.#folder = folder
    this.store = store
  }

  get manifestPath(): string {
    return manifestPath(this.#folder, this.store)
  }

  basePath(number: number): string {
    return join(this.#folder, `${this.store}-${digits(number)}.json`)
  }

  logPath(number: number): string {
    return join(this.#folder, `${this.store}-${digits(number)}.jsonl`)
  }

  /** The paths of the files that a manifest names. */
  namedBy({ base, logs }: Manifest): string[] {
    return [...(base ? [this.basePath(base.number)] : []), ...logs.map(({ number }) => this.logPath(number))]
  }

  /** Null when there is none; throws a {@link RecordDamage} when it is not as it was written. */
  async readManifest(): Promise<Manifest | null> {
    const path = this.manifestPath
    if (!(await this.disk.list(this.#folder)).includes(`${this.store}.json`)) return null
    const low = new Low<Manifest | null>(new SummedFile<Manifest | null>(this.disk, path), null)
    try {
      await low.read()
    } catch (error) {
      throw new RecordDamage(path, messageOf(error))
    }
    if (low.data?.version !== 1)
      throw new RecordDamage(path, `its version is ${low.data?.version}, which this Souk cannot read`)
    return low.data
  }

  async writeManifest(manifest: Manifest): Promise<void> {
    await new Low(new SummedFile<Manifest>(this.disk, this.manifestPath), manifest).write()
  }

  /** The numbers of the bases and logs that are there, by file name. */
  async list(): Promise<ReadonlyMap<string, number>> {
    const pattern = new RegExp(`^${this.store}-(\\d{8})\\.jsonl?$`)
    const files = new Map<string, number>()
    for (const name of await this.disk.list(this.#folder)) {
      const match = pattern.exec(name)
      if (match) files.set(name, Number(match[1]))
    }
    return files
  }

  /** Makes the names of all files durable. */
  syncNames(): Promise<void> {
    return this.disk.syncFolder(this.#folder)
  }

  /** Removes the bases and logs that `manifest` does not name. */
  async removeLeftovers(manifest: Manifest): Promise<void> {
    const named = new Set(this.namedBy(manifest))
    for (const name of (await this.list()).keys()) {
      const path = join(this.#folder, name)
      if (!named.has(path)) await this.disk.remove(path)
    }
  }
}

const digits = (number: number): string => String(number).padStart(8, '0')
