import { join } from 'node:path'
import { Low } from 'lowdb'
import type { Logger } from 'pino'
import type { Disk } from '../disk/disk.ts'
import { DurableFile } from '../disk/durable-file.ts'
import type { ImageIndex, ImageRecord } from './image-index.ts'

type Row = [hash: string, shopId: number, bytes: number, wasUsed: 0 | 1, unusedMs: number]

interface IndexFile {
  version: 1
  images: Row[]
}

/** Stores the index over restarts: only whose each picture is, and for how long it has been unused. */
export class ImageIndexFile {
  readonly #low: Low<IndexFile>

  constructor(disk: Disk, dataFolder: string) {
    const file = new DurableFile<IndexFile>(disk, join(dataFolder, 'images.json'))
    this.#low = new Low<IndexFile>(file, { version: 1, images: [] })
  }

  /** Empty when the file is missing or damaged: no picture depends on it. */
  async read(logger: Logger): Promise<Map<string, ImageRecord>> {
    try {
      await this.#low.read()
      return new Map(this.#low.data.images.map(recordOf))
    } catch (error) {
      logger.warn({ error }, 'images.json cannot be read: whose the pictures are is told from the products')
      return new Map()
    }
  }

  async write(index: ImageIndex): Promise<void> {
    const images = Array.from(index.entries(), ([hash, record]): Row => {
      const { shopId, bytes, wasUsed, unusedMs } = record
      return [hash, shopId, bytes, wasUsed ? 1 : 0, Math.round(unusedMs)]
    })
    this.#low.data = { version: 1, images }
    await this.#low.write()
  }
}

const recordOf = ([hash, shopId, bytes, wasUsed, unusedMs]: Row): [string, ImageRecord] => [
  hash,
  { shopId, bytes, wasUsed: wasUsed === 1, unusedMs },
]
