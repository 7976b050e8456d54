import { hash } from 'node:crypto'
import { join } from 'node:path'
import { type Disk, errorCode, readFileIfThere, writeFileDurably } from '../disk/disk.ts'
import { type ImageKind, imageKindOf } from './image-kind.ts'

/** A picture as it is served. */
export interface KeptImage {
  bytes: Buffer
  type: ImageKind['type']
}

export interface ImageBounds {
  imagesMax: number
  /** How much of what was served last is kept in memory, so that a rush reads no files. */
  cachedBytesMax: number
}

/** Pictures in a folder of their own, by the hash of their bytes: what is there never changes. */
export class Images {
  readonly #disk: Disk
  readonly #folder: string
  readonly #bounds: ImageBounds
  readonly #hashes: Set<string>
  readonly #cached = new Map<string, KeptImage>()
  #cachedBytes = 0

  private constructor(disk: Disk, folder: string, bounds: ImageBounds, hashes: Set<string>) {
    this.#disk = disk
    this.#folder = folder
    this.#bounds = bounds
    this.#hashes = hashes
  }

  static async open(disk: Disk, dataFolder: string, bounds: ImageBounds): Promise<Images> {
    const folder = join(dataFolder, 'images')
    const names = await namesIn(disk, folder)
    return new Images(disk, folder, bounds, new Set(names.filter((name) => /^[0-9a-f]{64}$/.test(name))))
  }

  /** Keeps a picture; durable once it resolves with its hash. Else says what is wrong with it. */
  async keep(bytes: Buffer): Promise<{ hash: string } | 'no picture' | 'full'> {
    if (!imageKindOf(bytes)) return 'no picture'
    const name = hash('sha256', bytes)
    if (this.#hashes.has(name)) return { hash: name }
    if (this.#hashes.size >= this.#bounds.imagesMax) return 'full'
    await this.#disk.makeFolder(this.#folder)
    await writeFileDurably(this.#disk, join(this.#folder, name), bytes)
    this.#hashes.add(name)
    return { hash: name }
  }

  /** The picture of a hash; null when there is none. */
  async get(name: string): Promise<KeptImage | null> {
    if (!this.#hashes.has(name)) return null
    const cached = this.#cached.get(name)
    if (cached) return cached
    const bytes = await readFileIfThere(this.#disk, join(this.#folder, name))
    const kind = bytes && imageKindOf(bytes)
    if (!kind) return null
    const image = { bytes, type: kind.type }
    this.#cache(name, image)
    return image
  }

  #cache(name: string, image: KeptImage): void {
    this.#cached.set(name, image)
    this.#cachedBytes += image.bytes.length
    for (const [oldest, { bytes }] of this.#cached) {
      if (this.#cachedBytes <= this.#bounds.cachedBytesMax) return
      this.#cached.delete(oldest)
      this.#cachedBytes -= bytes.length
    }
  }
}

async function namesIn(disk: Disk, folder: string): Promise<string[]> {
  try {
    return await disk.list(folder)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}
