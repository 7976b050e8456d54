import { hash } from 'node:crypto'
import { join } from 'node:path'
import { type Disk, nullIfMissing, readFileIfThere, withFile, writeAll } from '../disk/disk.ts'
import { isImageName } from './image-store.ts'

/** Copies of pictures in a node's folder. Any of them may be missing or damaged, since a read checks it by its name. */
export class ImageCache {
  readonly #disk: Disk
  readonly #folder: string

  constructor(disk: Disk, dataFolder: string) {
    this.#disk = disk
    this.#folder = join(dataFolder, 'images')
  }

  async read(name: string): Promise<Buffer | null> {
    const bytes = await readFileIfThere(this.#disk, join(this.#folder, name)).catch(() => null)
    return bytes && hash('sha256', bytes) === name ? bytes : null
  }

  /** Never rejects: a full disk costs a copy. */
  async write(name: string, bytes: Buffer): Promise<void> {
    try {
      await this.#disk.makeFolder(this.#folder)
      await withFile(this.#disk, join(this.#folder, name), 'replace', (file) => writeAll(file, bytes, 0))
    } catch {
      await this.remove(name)
    }
  }

  /** Never rejects. */
  async remove(name: string): Promise<void> {
    await this.#disk.remove(join(this.#folder, name)).catch(() => undefined)
  }

  /** Removes the copies of other pictures than these. */
  async keepOnly(names: ReadonlySet<string>): Promise<void> {
    const there = (await nullIfMissing(this.#disk.list(this.#folder))) ?? []
    for (const name of there) if (isImageName(name) && !names.has(name)) await this.remove(name)
  }
}
