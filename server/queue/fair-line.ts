/**
 * The waiting line of the one queue: first come first served within a source (a session), one each in turn
 * between sources, so that one that sends much waits behind itself alone. Bounded in all and per source.
 */
export class FairLine<Item> {
  readonly #bounds: { waitingMax: number; waitingPerSourceMax: number }
  /** In turn order: who was served last stands last. */
  readonly #sources = new Map<string, Item[]>()
  #length = 0

  constructor(bounds: { waitingMax: number; waitingPerSourceMax: number }) {
    this.#bounds = bounds
  }

  get length(): number {
    return this.#length
  }

  /** Puts an item at the end of its source's line; false when there is no room. */
  push(source: string, item: Item): boolean {
    if (this.#length >= this.#bounds.waitingMax) return false
    const waiting = this.#sources.get(source)
    if (waiting && waiting.length >= this.#bounds.waitingPerSourceMax) return false
    if (waiting) waiting.push(item)
    else this.#sources.set(source, [item])
    this.#length += 1
    return true
  }

  /** Takes up to `max` items, one of each source in turn. */
  take(max: number): Item[] {
    const taken: Item[] = []
    while (taken.length < max && this.#length > 0) this.#takeRound(taken, max)
    return taken
  }

  #takeRound(taken: Item[], max: number): void {
    // Sources that are put back stand behind this round's last: the round ends after as many as there were.
    let turns = this.#sources.size
    for (const [source, waiting] of this.#sources) {
      if (turns === 0 || taken.length >= max) return
      turns -= 1
      this.#sources.delete(source)
      taken.push(waiting.shift()!)
      this.#length -= 1
      if (waiting.length > 0) this.#sources.set(source, waiting)
    }
  }
}
