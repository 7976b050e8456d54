import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Disk } from '../disk/disk.ts'
import { DurableFile } from '../disk/durable-file.ts'
import type { ImageUsage } from './image-store.ts'

/** What is known about one stored picture. */
export interface ImageRecord {
  /** The shop that it was uploaded for; 0 when unknown. */
  shopId: number
  bytes: number
  /** Has a product ever shown it? */
  wasUsed: boolean
  /** For how long no product has shown it, counted while the market runs. */
  unusedMs: number
}

/** The stored pictures by hash, and the usage of each shop. */
export class ImageIndex {
  readonly #records = new Map<string, ImageRecord>()
  readonly #shops = new Map<number, ImageUsage>()
  readonly #total: ImageUsage = { images: 0, bytes: 0 }

  get total(): Readonly<ImageUsage> {
    return this.#total
  }

  of(shopId: number): Readonly<ImageUsage> {
    return this.#shops.get(shopId) ?? { images: 0, bytes: 0 }
  }

  get(hash: string): ImageRecord | undefined {
    return this.#records.get(hash)
  }

  entries(): Iterable<[string, ImageRecord]> {
    return this.#records
  }

  add(hash: string, record: ImageRecord): void {
    this.#records.set(hash, record)
    this.#count(record, 1)
  }

  remove(hash: string): void {
    const record = this.#records.get(hash)
    if (!record) return
    this.#records.delete(hash)
    this.#count(record, -1)
  }

  #count({ shopId, bytes }: ImageRecord, sign: 1 | -1): void {
    const usage = this.#shops.get(shopId) ?? { images: 0, bytes: 0 }
    this.#shops.set(shopId, usage)
    for (const counted of [usage, this.#total]) {
      counted.images += sign
      counted.bytes += sign * bytes
    }
  }
}

type Row = [hash: string, shopId: number, bytes: number, wasUsed: 0 | 1, unusedMs: number]

interface IndexFile {
  version: 1
  images: Row[]
}

/** Keeps each picture's shop, and how long it has been unused, over restarts. */
export class ImageIndexFile {
  readonly #file: DurableFile<IndexFile>

  constructor(disk: Disk, dataFolder: string) {
    this.#file = new DurableFile(disk, join(dataFolder, 'images.json'))
  }

  /** Empty if the file is missing or damaged: no picture depends on it. */
  async read(logger: Logger): Promise<Map<string, ImageRecord>> {
    try {
      return new Map((await this.#file.read())?.images.map(recordOf))
    } catch (error) {
      logger.warn({ error }, 'images.json cannot be read: whose the pictures are is told from the products')
      return new Map()
    }
  }

  async write(index: ImageIndex): Promise<void> {
    const images = Array.from(index.entries(), ([hash, { shopId, bytes, wasUsed, unusedMs }]): Row => {
      return [hash, shopId, bytes, wasUsed ? 1 : 0, Math.round(unusedMs)]
    })
    await this.#file.write({ version: 1, images })
  }
}

const recordOf = ([hash, shopId, bytes, wasUsed, unusedMs]: Row): [string, ImageRecord] => [
  hash,
  { shopId, bytes, wasUsed: wasUsed === 1, unusedMs },
]
