import { join } from 'node:path'
import type { Logger } from 'pino'
import { type Disk, errorCode, readFileIfThere, withFile, writeFileDurably } from '../disk/disk.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { ImageIndex, ImageIndexFile } from './image-index.ts'
import {
  type ImageBounds,
  type ImageRefusal,
  type ImageStore,
  isImageName,
  type KeptImage,
  refuseMore,
  type Yield,
} from './image-store.ts'

export interface FolderImagesDependencies {
  disk: Disk
  dataFolder: string
  market: DurableMarket
  logger: Logger
  bounds: ImageBounds
}

/** Records visited before yielding. */
const visitedPerStep = 1_000

/** Pictures as files of a folder: a file never changes. */
export class FolderImages implements ImageStore {
  readonly #dependencies: FolderImagesDependencies
  readonly #folder: string
  readonly #file: ImageIndexFile
  readonly #index = new ImageIndex()
  /** Pictures whose files are being written or removed. */
  readonly #busy = new Map<string, Promise<unknown>>()
  #isIndexWritten = true

  private constructor(dependencies: FolderImagesDependencies) {
    this.#dependencies = dependencies
    this.#folder = join(dependencies.dataFolder, 'images')
    this.#file = new ImageIndexFile(dependencies.disk, dependencies.dataFolder)
  }

  static async open(dependencies: FolderImagesDependencies): Promise<FolderImages> {
    const images = new FolderImages(dependencies)
    await images.#readFolder()
    return images
  }

  async usage(): Promise<ImageIndex> {
    return this.#index
  }

  has(name: string): boolean {
    return this.#index.get(name) !== undefined
  }

  async read(name: string): Promise<Buffer | null> {
    return this.has(name) ? readFileIfThere(this.#dependencies.disk, join(this.#folder, name)) : null
  }

  async keep(name: string, { bytes }: KeptImage, shopId: number): Promise<ImageRefusal | null> {
    while (this.#busy.has(name)) await this.#busy.get(name)?.catch(() => 'it is tried again')
    if (this.has(name)) {
      this.touch(name)
      return null
    }
    const usage = { total: this.#index.total, shop: this.#index.of(shopId) }
    const full = refuseMore(usage, { shopId, bytes: bytes.length }, this.#dependencies.bounds)
    if (full) return full
    await this.#write(name, bytes, shopId)
    return null
  }

  touch(name: string): void {
    const record = this.#index.get(name)
    if (record) record.unusedMs = 0
  }

  async sweep({
    shown,
    passedMs,
    others,
  }: {
    shown: ReadonlySet<string>
    passedMs: number
    others: Yield
  }): Promise<string[]> {
    const removed: string[] = []
    let visited = 0
    for (const [name, record] of this.#index.entries()) {
      visited += 1
      if (visited % visitedPerStep === 0) await others()
      if (shown.has(name)) {
        this.#isIndexWritten &&= record.wasUsed && record.unusedMs === 0
        record.wasUsed = true
        record.unusedMs = 0
        continue
      }
      this.#isIndexWritten = false
      const { neverUsedMsMax, unusedMsMax } = this.#dependencies.bounds
      if (record.unusedMs > (record.wasUsed ? unusedMsMax : neverUsedMsMax) && !this.#busy.has(name)) {
        await this.#remove(name)
        removed.push(name)
      } else record.unusedMs += passedMs
    }
    return removed
  }

  async clear(shopId: number, shown: ReadonlySet<string>): Promise<string[]> {
    const unused = [...this.#index.entries()]
      .filter(([name, record]) => record.shopId === shopId && !shown.has(name) && !this.#busy.has(name))
      .map(([name]) => name)
    for (const name of unused) await this.#remove(name)
    this.#isIndexWritten &&= unused.length === 0
    return unused
  }

  /** Saves the index if it changed. */
  async save(): Promise<void> {
    if (this.#isIndexWritten) return
    this.#isIndexWritten = true
    try {
      await this.#file.write(this.#index)
    } catch (error) {
      this.#isIndexWritten = false
      throw error
    }
  }

  /** Counts the picture before writing it, so that many at once do not exceed a bound. */
  async #write(name: string, bytes: Buffer, shopId: number): Promise<void> {
    const { disk } = this.#dependencies
    this.#index.add(name, { shopId, bytes: bytes.length, wasUsed: false, unusedMs: 0 })
    try {
      await this.#whileBusy(name, async () => {
        await disk.makeFolder(this.#folder)
        await writeFileDurably(disk, join(this.#folder, name), bytes)
      })
      this.#isIndexWritten = false
    } catch (error) {
      this.#index.remove(name)
      throw error
    }
  }

  async #remove(name: string): Promise<void> {
    this.#index.remove(name)
    await this.#whileBusy(name, () => this.#dependencies.disk.remove(join(this.#folder, name))).catch(
      (error) => {
        if (errorCode(error) !== 'ENOENT') throw error
      },
    )
  }

  async #whileBusy(name: string, work: () => Promise<void>): Promise<void> {
    const working = work()
    this.#busy.set(name, working)
    try {
      await working
    } finally {
      this.#busy.delete(name)
    }
  }

  /** For pictures missing from the index: the shop that shows it, and the file's size. */
  async #readFolder(): Promise<void> {
    const { disk, market, logger } = this.#dependencies
    const names = (await namesIn(disk, this.#folder)).filter(isImageName)
    const known = names.length > 0 ? await this.#file.read(logger) : new Map()
    const owners = new Map<string, number>()
    if (names.some((name) => !known.has(name))) {
      for (const { image, shopId } of market.products.map.values()) if (image) owners.set(image, shopId)
      for (const { id, avatar, banner } of market.shops.map.values())
        for (const image of [avatar, banner]) if (image) owners.set(image, id)
    }
    for (const name of names) {
      const bytes = known.get(name)?.bytes ?? (await sizeOf(disk, join(this.#folder, name)))
      const unknown = { shopId: owners.get(name) ?? 0, bytes, wasUsed: true, unusedMs: 0 }
      this.#index.add(name, known.get(name) ?? unknown)
    }
  }
}

const sizeOf = (disk: Disk, path: string): Promise<number> =>
  withFile(disk, path, 'read', (file) => file.size())

async function namesIn(disk: Disk, folder: string): Promise<string[]> {
  try {
    return await disk.list(folder)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}
