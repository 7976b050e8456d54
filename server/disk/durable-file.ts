import type { Adapter } from 'lowdb'
import { Explained } from '../errors/explained.ts'
import { type Disk, readFileIfThere, writeFileDurably } from './disk.ts'

/**
 * A lowdb adapter for one readable JSON file. What `write` resolved for survives a power loss; lowdb's own adapter never
 * syncs.
 */
export class DurableFile<Data> implements Adapter<Data> {
  readonly #disk: Disk
  readonly #path: string

  constructor(disk: Disk, path: string) {
    this.#disk = disk
    this.#path = path
  }

  /** Null when there is no file yet; throws when there is one that is not JSON. */
  async read(): Promise<Data | null> {
    const bytes = await readFileIfThere(this.#disk, this.#path)
    if (!bytes) return null
    try {
      return JSON.parse(bytes.toString('utf8'))
    } catch (error) {
      throw new Explained(`${this.#path} is not readable as JSON. Restore it from a backup.`, {
        cause: error,
      })
    }
  }

  async write(data: Data): Promise<void> {
    await writeFileDurably(this.#disk, this.#path, Buffer.from(`${JSON.stringify(data, null, 1)}\n`))
  }
}
