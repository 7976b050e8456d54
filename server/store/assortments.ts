import type { AssortedProduct, Assortments } from '../market/market.ts'
import { LayeredSet } from './layered-set.ts'

/** The products of a shop, as quotas count them. */
interface Assortment {
  /** Products that are not deleted. */
  live: Ids
  /** Deleted products that no order names, oldest deletion first: these can be forgotten without loss. */
  forgettable: Ids
  /** The number of live products in each category. */
  categories: Map<string, number>
}

interface Ids extends Iterable<number> {
  readonly size: number
  add(id: number): unknown
  delete(id: number): unknown
}

type Change = readonly [before: AssortedProduct | undefined, after: AssortedProduct | undefined]

export class DurableAssortments implements Assortments {
  /** By shop; shops without products are absent. */
  readonly map = new Map<number, Assortment>()
  #kept = 0

  get kept(): number {
    return this.#kept
  }

  change(before: AssortedProduct | undefined, after: AssortedProduct | undefined): void {
    this.#kept += keptBy(before, after)
    const shopId = (after ?? before)?.shopId ?? 0
    const assortment = this.map.get(shopId) ?? {
      live: new Set(),
      forgettable: new Set(),
      categories: new Map(),
    }
    applyChange(assortment, before, after)
    if (assortment.live.size + assortment.forgettable.size > 0) this.map.set(shopId, assortment)
    else this.map.delete(shopId)
  }

  liveCount(shopId: number): number {
    return this.map.get(shopId)?.live.size ?? 0
  }
  liveIds(shopId: number): Iterable<number> {
    return this.map.get(shopId)?.live ?? []
  }
  forgettableCount(shopId: number): number {
    return this.map.get(shopId)?.forgettable.size ?? 0
  }
  forgettableIds(shopId: number): Iterable<number> {
    return this.map.get(shopId)?.forgettable ?? []
  }
  categoriesCount(shopId: number): number {
    return this.map.get(shopId)?.categories.size ?? 0
  }
  categoryCount(shopId: number, category: string): number {
    return this.map.get(shopId)?.categories.get(category) ?? 0
  }
}

/** An overlay, created only for shops that a batch changes. */
export class DraftAssortments implements Assortments {
  readonly #base: Assortments
  readonly #changes: Change[] = []
  readonly #shops = new Map<number, Assortment>()
  #keptMore = 0

  constructor(base: Assortments) {
    this.#base = base
  }

  get kept(): number {
    return this.#base.kept + this.#keptMore
  }

  change(before: AssortedProduct | undefined, after: AssortedProduct | undefined): void {
    this.#changes.push([before, after])
    this.#keptMore += keptBy(before, after)
    const shopId = (after ?? before)?.shopId ?? 0
    let assortment = this.#shops.get(shopId)
    if (!assortment) {
      assortment = {
        live: new LayeredSet(this.#base.liveCount(shopId), this.#base.liveIds(shopId)),
        forgettable: new LayeredSet(this.#base.forgettableCount(shopId), this.#base.forgettableIds(shopId)),
        categories: new Map(),
      }
      this.#shops.set(shopId, assortment)
    }
    applyChange(assortment, before, after)
  }

  liveCount(shopId: number): number {
    return this.#shops.get(shopId)?.live.size ?? this.#base.liveCount(shopId)
  }
  liveIds(shopId: number): Iterable<number> {
    return this.#shops.get(shopId)?.live ?? this.#base.liveIds(shopId)
  }
  forgettableCount(shopId: number): number {
    return this.#shops.get(shopId)?.forgettable.size ?? this.#base.forgettableCount(shopId)
  }
  forgettableIds(shopId: number): Iterable<number> {
    return this.#shops.get(shopId)?.forgettable ?? this.#base.forgettableIds(shopId)
  }
  categoriesCount(shopId: number): number {
    let count = this.#base.categoriesCount(shopId)
    for (const category of this.#shops.get(shopId)?.categories.keys() ?? []) {
      const wasThere = this.#base.categoryCount(shopId, category) > 0
      count += Number(this.categoryCount(shopId, category) > 0) - Number(wasThere)
    }
    return count
  }
  categoryCount(shopId: number, category: string): number {
    const more = this.#shops.get(shopId)?.categories.get(category) ?? 0
    return this.#base.categoryCount(shopId, category) + more
  }

  merge(): void {
    for (const [before, after] of this.#changes) this.#base.change(before, after)
  }
}

function keptBy(before: AssortedProduct | undefined, after: AssortedProduct | undefined): number {
  return Number(after !== undefined) - Number(before !== undefined)
}

const isLive = (product: AssortedProduct | undefined): boolean => product?.deleted === false

const isForgettable = (product: AssortedProduct | undefined): boolean =>
  product?.deleted === true && product.orderCount === 0

function applyChange(
  { live, forgettable, categories }: Assortment,
  before: AssortedProduct | undefined,
  after: AssortedProduct | undefined,
): void {
  const { id } = (after ?? before)!
  if (isLive(before) !== isLive(after)) change(live, id, isLive(after))
  if (isForgettable(before) !== isForgettable(after)) change(forgettable, id, isForgettable(after))
  if (isLive(before)) countCategory(categories, before!.category, -1)
  if (isLive(after)) countCategory(categories, after!.category, 1)
}

const change = (ids: Ids, id: number, isIn: boolean): unknown => (isIn ? ids.add(id) : ids.delete(id))

function countCategory(categories: Map<string, number>, category: string | null, more: number): void {
  if (category === null) return
  const count = (categories.get(category) ?? 0) + more
  if (count === 0) categories.delete(category)
  else categories.set(category, count)
}
