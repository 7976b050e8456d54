import type { Assortment, ProductIds } from '../market/market.ts'

/** A set of ids over an unchanged base set. Its cost does not depend on the size of the base. */
export class LayeredSet implements ProductIds {
  readonly #base: ProductIds
  /** Ids removed from the base. */
  readonly #removed = new Set<number>()
  readonly #added = new Set<number>()

  constructor(base: ProductIds) {
    this.#base = base
  }

  get size(): number {
    return this.#base.size - this.#removed.size + this.#added.size
  }

  /** The id must not be in the set. */
  add(id: number): void {
    this.#added.add(id)
  }

  /** The id must be in the set. */
  delete(id: number): void {
    if (!this.#added.delete(id)) this.#removed.add(id)
  }

  *[Symbol.iterator](): Iterator<number> {
    for (const id of this.#base) if (!this.#removed.has(id)) yield id
    yield* this.#added
  }
}

/** The number of products in each category, over base counts that do not change. */
export class LayeredCounts {
  readonly #base: Assortment['categories']
  /** The counts that are not the base's. */
  readonly changed = new Map<string, number>()
  #size: number

  constructor(base: Assortment['categories']) {
    this.#base = base
    this.#size = base.size
  }

  get size(): number {
    return this.#size
  }

  countOf(category: string): number {
    return this.changed.get(category) ?? this.#base.countOf(category)
  }

  add(category: string | null, more: number): void {
    if (category === null) return
    const before = this.countOf(category)
    const count = before + more
    this.#size += Number(count > 0) - Number(before > 0)
    if (count === this.#base.countOf(category)) this.changed.delete(category)
    else this.changed.set(category, count)
  }
}
