import { hash } from 'node:crypto'
import { type RefusalOf, refuse } from '../../shared/refusals.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { imageKindOf } from './image-kind.ts'
import type { ImageRefusal, ImageStore, ImageUsages, KeptImage, Yield } from './image-store.ts'

interface Dependencies {
  store: ImageStore
  market: DurableMarket
  /** Pictures that something other than a product shows, by name. */
  alsoShown?: () => readonly string[]
  bounds: { cachedBytesMax: number }
}

type Refused = ImageRefusal | RefusalOf<'invalid'>

/** Products visited before yielding. */
const visitedPerStep = 1_000

/** Pictures of products, shops and the brand, by the hash of their bytes. The ones served last are also in memory. */
export class Images {
  readonly #dependencies: Dependencies
  readonly #cached = new Map<string, KeptImage>()
  #cachedBytes = 0

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  usage(): Promise<ImageUsages> {
    return this.#dependencies.store.usage()
  }

  /** Stores a picture for a shop; durable once it resolves with the hash. */
  async keep(bytes: Buffer, shopId: number): Promise<{ hash: string } | Refused> {
    const kind = imageKindOf(bytes)
    if (!kind)
      return refuse('invalid', { issues: [{ path: 'body', message: 'must be a WebP, JPEG or PNG picture' }] })
    const name = hash('sha256', bytes)
    const refusal = await this.#dependencies.store.keep(name, { bytes, type: kind.type }, shopId)
    return refusal ?? { hash: name }
  }

  /** Counts a picture as just used: a command or an import named it, so a product may show it soon. */
  touch(name: string): void {
    this.#dependencies.store.touch(name)
  }

  /** The picture of a hash; null when there is none. */
  async get(name: string): Promise<KeptImage | null> {
    const { store } = this.#dependencies
    if (!(await store.has(name))) {
      this.#forget(name)
      return null
    }
    const cached = this.#cached.get(name)
    if (cached) return cached
    const bytes = await store.read(name)
    const kind = bytes && imageKindOf(bytes)
    if (!kind) return null
    const image = { bytes, type: kind.type }
    if (await store.has(name)) this.#cache(name, image)
    return image
  }

  /**
   * Removes pictures that nothing has shown for too long, but none that was recently uploaded, or named by a command
   * or an import. `passedMs` is the time since the last call. Yields to `others` in between.
   */
  async sweep(passedMs: number, others: Yield): Promise<{ removed: number }> {
    const shown = await this.#shown(others)
    const removed = await this.#dependencies.store.sweep({ shown, passedMs, others })
    for (const name of removed) this.#forget(name)
    return { removed: removed.length }
  }

  /** Removes those of a shop's pictures that are not shown now, and returns how many. */
  async clear(shopId: number, others: Yield): Promise<number> {
    const removed = await this.#dependencies.store.clear(shopId, await this.#shown(others))
    for (const name of removed) this.#forget(name)
    return removed.length
  }

  save(): Promise<void> {
    return this.#dependencies.store.save()
  }

  async #shown(others: Yield): Promise<Set<string>> {
    const { products, shops } = this.#dependencies.market
    const shown = new Set<string>(this.#dependencies.alsoShown?.())
    for (const { avatar, banner } of shops.map.values())
      for (const image of [avatar, banner]) if (image !== null) shown.add(image)
    let visited = 0
    for (const { image, deleted } of products.map.values()) {
      visited += 1
      if (visited % visitedPerStep === 0) await others()
      if (image !== null && !deleted) shown.add(image)
    }
    return shown
  }

  #cache(name: string, image: KeptImage): void {
    this.#forget(name)
    this.#cached.set(name, image)
    this.#cachedBytes += image.bytes.length
    for (const oldest of this.#cached.keys()) {
      if (this.#cachedBytes <= this.#dependencies.bounds.cachedBytesMax) return
      this.#forget(oldest)
    }
  }

  #forget(name: string): void {
    this.#cachedBytes -= this.#cached.get(name)?.bytes.length ?? 0
    this.#cached.delete(name)
  }
}
