/** A set of ids over an unchanged base set. Its cost does not depend on the size of the base. */
export class LayeredSet implements Iterable<number> {
  readonly #baseSize: number
  readonly #base: Iterable<number>
  /** Ids removed from the base. */
  readonly #removed = new Set<number>()
  readonly #added = new Set<number>()

  constructor(baseSize: number, base: Iterable<number>) {
    this.#baseSize = baseSize
    this.#base = base
  }

  get size(): number {
    return this.#baseSize - this.#removed.size + this.#added.size
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
