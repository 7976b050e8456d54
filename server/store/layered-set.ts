/** A set of ids over another that stays as it is. Costs the same for any size of that one. */
export class LayeredSet implements Iterable<number> {
  readonly #baseSize: number
  readonly #base: Iterable<number>
  /** Of the base's; the caller never removes what is not in the set. */
  readonly #removed = new Set<number>()
  readonly #added = new Set<number>()

  constructor(baseSize: number, base: Iterable<number>) {
    this.#baseSize = baseSize
    this.#base = base
  }

  get size(): number {
    return this.#baseSize - this.#removed.size + this.#added.size
  }

  /** Must not be in the set already. */
  add(id: number): void {
    this.#added.add(id)
  }

  /** Must be in the set. */
  delete(id: number): void {
    if (!this.#added.delete(id)) this.#removed.add(id)
  }

  *[Symbol.iterator](): Iterator<number> {
    for (const id of this.#base) if (!this.#removed.has(id)) yield id
    yield* this.#added
  }
}
