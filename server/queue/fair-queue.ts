/** The waiting items of one source. */
interface Turns<Item> {
  waiting: Item[]
  /** Whether the source is in the queue: true while it has waiting items. */
  isInLine: boolean
}

/** Empty slots at the front of the array before it is compacted. */
const emptyPlacesMax = 1_000

/**
 * A queue with turns: first in, first out within a source (a session), and one item each in turn across
 * sources, so that a busy source delays only itself. Bounded in total and per source.
 */
export class FairQueue<Item> {
  readonly #bounds: { waitingMax: number; waitingPerSourceMax: number }
  /** A source without items is kept for its next one, as long as not too many are. */
  readonly #sources = new Map<string, Turns<Item>>()
  /** The sources in turn order, from `#first` on; the one served last is at the end. */
  #line: Turns<Item>[] = []
  #first = 0
  #length = 0

  constructor(bounds: { waitingMax: number; waitingPerSourceMax: number }) {
    this.#bounds = bounds
  }

  get length(): number {
    return this.#length
  }

  /** The number of known sources, including those without waiting items. */
  get sources(): number {
    return this.#sources.size
  }

  /** Appends an item to its source; false if there is no room. */
  push(source: string, item: Item): boolean {
    if (this.#length >= this.#bounds.waitingMax) return false
    const turns = this.#sources.get(source) ?? this.#begin(source)
    if (turns.waiting.length >= this.#bounds.waitingPerSourceMax) return false
    turns.waiting.push(item)
    this.#length += 1
    if (!turns.isInLine) this.#line.push(turns)
    turns.isInLine = true
    return true
  }

  /** Takes up to `max` items, one of each source in turn. */
  take(max: number): Item[] {
    const taken: Item[] = []
    while (taken.length < max && this.#length > 0) taken.push(this.#takeOne())
    if (this.#first > emptyPlacesMax || this.#length === 0) this.#moveUp()
    return taken
  }

  #takeOne(): Item {
    const turns = this.#line[this.#first]!
    this.#first += 1
    const item = turns.waiting.shift()!
    this.#length -= 1
    turns.isInLine = turns.waiting.length > 0
    if (turns.isInLine) this.#line.push(turns)
    return item
  }

  #moveUp(): void {
    this.#line = this.#line.slice(this.#first)
    this.#first = 0
  }

  #begin(source: string): Turns<Item> {
    // Twice the number that can wait, so that at least half are removed and this scan stays rare.
    if (this.#sources.size >= 2 * this.#bounds.waitingMax) this.#forgetIdle()
    const turns = { waiting: [], isInLine: false }
    this.#sources.set(source, turns)
    return turns
  }

  #forgetIdle(): void {
    for (const [source, { isInLine }] of this.#sources) {
      if (!isInLine) this.#sources.delete(source)
    }
  }
}
