import type { AssortedProduct, Assortment, Assortments, ProductIds } from '../market/market.ts'
import { LayeredCounts, LayeredSet } from './layered.ts'

interface ChangingAssortment extends Assortment {
  readonly live: ChangingIds
  readonly forgettable: ChangingIds
  readonly categories: LayeredCounts
}

interface ChangingIds extends ProductIds {
  add(id: number): unknown
  delete(id: number): unknown
}

type Change = readonly [before: AssortedProduct | undefined, after: AssortedProduct | undefined]

const nothing: Assortment = {
  live: new Set(),
  forgettable: new Set(),
  categories: { size: 0, countOf: () => 0 },
}

export class DurableAssortments implements Assortments {
  /** By shop; shops without products are absent. */
  readonly map = new Map<number, ChangingAssortment>()
  #kept = 0

  get kept(): number {
    return this.#kept
  }

  change(...change: Change): void {
    this.#kept += keptBy(change)
    const shopId = shopIdOf(change)
    const assortment = this.map.get(shopId) ?? {
      live: new Set(),
      forgettable: new Set(),
      categories: new LayeredCounts(nothing.categories),
    }
    applyChange(assortment, change)
    if (assortment.live.size + assortment.forgettable.size > 0) this.map.set(shopId, assortment)
    else this.map.delete(shopId)
  }

  of(shopId: number): Assortment {
    return this.map.get(shopId) ?? nothing
  }
}

/** An overlay, created only for shops that a batch changes. */
export class DraftAssortments implements Assortments {
  readonly #base: Assortments
  readonly #changes: Change[] = []
  readonly #shops = new Map<number, ChangingAssortment>()
  #keptMore = 0

  constructor(base: Assortments) {
    this.#base = base
  }

  get kept(): number {
    return this.#base.kept + this.#keptMore
  }

  change(...change: Change): void {
    this.#changes.push(change)
    this.#keptMore += keptBy(change)
    const shopId = shopIdOf(change)
    const assortment = this.#shops.get(shopId) ?? layeredOver(this.#base.of(shopId))
    this.#shops.set(shopId, assortment)
    applyChange(assortment, change)
  }

  of(shopId: number): Assortment {
    return this.#shops.get(shopId) ?? this.#base.of(shopId)
  }

  merge(): void {
    for (const [before, after] of this.#changes) this.#base.change(before, after)
  }
}

const layeredOver = (base: Assortment): ChangingAssortment => ({
  live: new LayeredSet(base.live),
  forgettable: new LayeredSet(base.forgettable),
  categories: new LayeredCounts(base.categories),
})

const keptBy = ([before, after]: Change): number => Number(after !== undefined) - Number(before !== undefined)

const shopIdOf = ([before, after]: Change): number => (after ?? before)?.shopId ?? 0

const isLive = (product: AssortedProduct | undefined): boolean => product?.deleted === false

const isForgettable = (product: AssortedProduct | undefined): boolean =>
  product?.deleted === true && product.orderCount === 0

function applyChange({ live, forgettable, categories }: ChangingAssortment, [before, after]: Change): void {
  const { id } = (after ?? before)!
  if (isLive(before) !== isLive(after)) change(live, id, isLive(after))
  if (isForgettable(before) !== isForgettable(after)) change(forgettable, id, isForgettable(after))
  if (isLive(before)) categories.add(before!.category, -1)
  if (isLive(after)) categories.add(after!.category, 1)
}

const change = (ids: ChangingIds, id: number, isIn: boolean): unknown => (isIn ? ids.add(id) : ids.delete(id))
