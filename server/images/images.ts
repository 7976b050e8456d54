import { hash } from 'node:crypto'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { marketFull, type RefusalOf, refuse } from '../../shared/refusals.ts'
import type { Bounds } from '../bounds.ts'
import { type Disk, errorCode, readFileIfThere, withFile, writeFileDurably } from '../disk/disk.ts'
import { houseShopId } from '../market/shops.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { ImageIndex, ImageIndexFile, type ImageUsage } from './image-index.ts'
import { type ImageKind, imageKindOf } from './image-kind.ts'

/** A picture as it is served. */
export interface KeptImage {
  bytes: Buffer
  type: ImageKind['type']
}

export interface ImageDependencies {
  disk: Disk
  dataFolder: string
  market: DurableMarket
  logger: Logger
  bounds: Omit<Bounds['images'], 'sweepDistanceMs'>
}

type Refused = RefusalOf<'invalid' | 'quota_reached' | 'market_full'>

/** Pictures in a folder, by the hash of their bytes: a file never changes. */
export class Images {
  readonly #dependencies: ImageDependencies
  readonly #folder: string
  readonly #file: ImageIndexFile
  readonly #index = new ImageIndex()
  /** Pictures whose files are being written or removed. */
  readonly #busy = new Map<string, Promise<unknown>>()
  readonly #cached = new Map<string, KeptImage>()
  #cachedBytes = 0
  #isIndexWritten = true

  private constructor(dependencies: ImageDependencies) {
    this.#dependencies = dependencies
    this.#folder = join(dependencies.dataFolder, 'images')
    this.#file = new ImageIndexFile(dependencies.disk, dependencies.dataFolder)
  }

  static async open(dependencies: ImageDependencies): Promise<Images> {
    const images = new Images(dependencies)
    await images.#readFolder()
    return images
  }

  /** The usage of the whole market. */
  get total(): Readonly<ImageUsage> {
    return this.#index.total
  }

  /** The usage of a shop: all pictures uploaded for it, shown by a product or not. */
  usageOf(shopId: number): Readonly<ImageUsage> {
    return this.#index.usageOf(shopId)
  }

  /** Stores a picture for a shop; durable once it resolves with the hash. */
  async keep(bytes: Buffer, shopId: number): Promise<{ hash: string } | Refused> {
    if (!imageKindOf(bytes))
      return refuse('invalid', { issues: [{ path: 'body', message: 'must be a WebP, JPEG or PNG picture' }] })
    const name = hash('sha256', bytes)
    while (this.#busy.has(name)) await this.#busy.get(name)?.catch(() => 'it is tried again')
    if (this.#index.get(name)) {
      this.touch(name)
      return { hash: name }
    }
    const full = this.#refuseMore(shopId, bytes.length)
    if (full) return full
    await this.#write(name, bytes, shopId)
    return { hash: name }
  }

  /** Counts a picture as just used: a command or an import named it, so a product may show it soon. */
  touch(name: string): void {
    const record = this.#index.get(name)
    if (record) record.unusedMs = 0
  }

  /** The picture of a hash; null when there is none. */
  async get(name: string): Promise<KeptImage | null> {
    if (!this.#index.get(name)) return null
    const cached = this.#cached.get(name)
    if (cached) return cached
    const bytes = await readFileIfThere(this.#dependencies.disk, join(this.#folder, name))
    const kind = bytes && imageKindOf(bytes)
    if (!kind) return null
    const image = { bytes, type: kind.type }
    if (this.#index.get(name)) this.#cache(name, image)
    return image
  }

  /**
   * Removes pictures that no product has shown for too long, but none that was recently uploaded, or named by a command
   * or an import. `passedMs` is the time since the last call. Yields to `others` in between.
   */
  async sweep(passedMs: number, others: () => Promise<unknown>): Promise<{ removed: number }> {
    const shown = await this.#shownByProducts(others)
    let removed = 0
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
        removed += 1
      } else record.unusedMs += passedMs
    }
    return { removed }
  }

  /** Removes those of a shop's pictures that no product shows now, and returns how many. */
  async clear(shopId: number, others: () => Promise<unknown>): Promise<number> {
    const shown = await this.#shownByProducts(others)
    const unused = [...this.#index.entries()].filter(
      ([name, record]) => record.shopId === shopId && !shown.has(name) && !this.#busy.has(name),
    )
    for (const [name] of unused) await this.#remove(name)
    this.#isIndexWritten &&= unused.length === 0
    return unused.length
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

  async #shownByProducts(others: () => Promise<unknown>): Promise<Set<string>> {
    const shown = new Set<string>()
    let visited = 0
    for (const { image, deleted } of this.#dependencies.market.products.map.values()) {
      visited += 1
      if (visited % visitedPerStep === 0) await others()
      if (image !== null && !deleted) shown.add(image)
    }
    return shown
  }

  #refuseMore(shopId: number, bytes: number): Refused | null {
    const { bounds } = this.#dependencies
    const usage = this.#index.usageOf(shopId)
    if (shopId !== houseShopId) {
      if (usage.images >= bounds.imagesPerShopMax)
        return refuse('quota_reached', { what: 'images', max: bounds.imagesPerShopMax })
      if (usage.bytes + bytes > bounds.imageBytesPerShopMax)
        return refuse('quota_reached', { what: 'imageBytes', max: bounds.imageBytesPerShopMax })
    }
    if (this.total.images >= bounds.imagesMax) return marketFull('images', bounds.imagesMax)
    const isFull = this.total.bytes + bytes > bounds.imageBytesMax
    return isFull ? marketFull('imageBytes', bounds.imageBytesMax) : null
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
    const cached = this.#cached.get(name)
    if (this.#cached.delete(name)) this.#cachedBytes -= cached?.bytes.length ?? 0
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

  /** For pictures missing from the index: the shop of a product that shows it, and the file's size. */
  async #readFolder(): Promise<void> {
    const { disk, market, logger } = this.#dependencies
    const names = (await namesIn(disk, this.#folder)).filter((name) => /^[0-9a-f]{64}$/.test(name))
    const known = names.length > 0 ? await this.#file.read(logger) : new Map()
    const owners = new Map<string, number>()
    if (names.some((name) => !known.has(name))) {
      for (const { image, shopId } of market.products.map.values()) if (image) owners.set(image, shopId)
    }
    for (const name of names) {
      const bytes = known.get(name)?.bytes ?? (await sizeOf(disk, join(this.#folder, name)))
      const unknown = { shopId: owners.get(name) ?? 0, bytes, wasUsed: true, unusedMs: 0 }
      this.#index.add(name, known.get(name) ?? unknown)
    }
  }

  #cache(name: string, image: KeptImage): void {
    this.#cached.set(name, image)
    this.#cachedBytes += image.bytes.length
    for (const [oldest, { bytes }] of this.#cached) {
      if (this.#cachedBytes <= this.#dependencies.bounds.cachedBytesMax) return
      this.#cached.delete(oldest)
      this.#cachedBytes -= bytes.length
    }
  }
}

/** Products and pictures visited before yielding. */
const visitedPerStep = 1_000

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
