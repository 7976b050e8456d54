/** What waits of one source. */
interface Turns<Item> {
  waiting: Item[]
  /** Does it stand in the line? It does while something of it waits. */
  isInLine: boolean
}

/** So many places at the line's beginning may be empty before the line moves up. */
const emptyPlacesMax = 1_000

/**
 * The waiting line of the one queue: first come first served within a source (a session), one each in turn
 * between sources, so that one that sends much waits behind itself alone. Bounded in all and per source.
 */
export class FairQueue<Item> {
  readonly #bounds: { waitingMax: number; waitingPerSourceMax: number }
  /** Who is done stays for its next item, as long as not too many do. */
  readonly #sources = new Map<string, Turns<Item>>()
  /** In turn order, from `#first` on: who was served last stands last. */
  #line: Turns<Item>[] = []
  #first = 0
  #length = 0

  constructor(bounds: { waitingMax: number; waitingPerSourceMax: number }) {
    this.#bounds = bounds
  }

  get length(): number {
    return this.#length
  }

  /** How many sources it knows, those of whom nothing waits included. */
  get sources(): number {
    return this.#sources.size
  }

  /** Puts an item at the end of its source's line; false when there is no room. */
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
    // Twice as many as can wait: so at least half go, and looking through all of them is rare.
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
