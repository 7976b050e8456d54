import type { ChangeSet } from './change-set.ts'

/** What changed between two places of the journal, merged: each product and shop once. */
export interface Merged {
  edited: Set<number>
  unseen: Set<number>
  moved: Set<number>
  shops: Set<number>
}

/**
 * The changeSet of the last entries, by which a client that is behind is brought up to date by changes. Bounded;
 * what falls out of it can only be reset.
 */
export class ReplayBuffer {
  readonly #entriesMax: number
  /** A product's number alone where its stock is all that changed, as by nearly every sale: nothing is kept for it. */
  #changeSet: (ChangeSet | number)[] = []
  /** Where the oldest still kept stands in `#changeSet`. */
  #start = 0
  #lastSeq: number

  /** `afterSeq`: the seq before the first entry that will be put in. */
  constructor(entriesMax: number, afterSeq: number) {
    this.#entriesMax = entriesMax
    this.#lastSeq = afterSeq
  }

  get lastSeq(): number {
    return this.#lastSeq
  }

  /** The lowest seq from which changes can be told. */
  get fromSeqMin(): number {
    return this.#lastSeq - (this.#changeSet.length - this.#start)
  }

  /** Puts in the changeSet of the next entry; throws on a gap. */
  push(changeSet: ChangeSet): void {
    if (changeSet.seq !== this.#lastSeq + 1)
      throw new Error(`changeSet of ${changeSet.seq} do not follow ${this.#lastSeq}`)
    this.#changeSet.push(soleMoved(changeSet) ?? changeSet)
    this.#lastSeq = changeSet.seq
    if (this.#changeSet.length - this.#start > this.#entriesMax) this.#start += 1
    // Dropped in one go, so that forgetting costs next to nothing per entry.
    if (this.#start > this.#entriesMax) {
      this.#changeSet = this.#changeSet.slice(this.#start)
      this.#start = 0
    }
  }

  /** All that changed after `seq`; null when that is further back than the ring reaches, or not yet. */
  since(seq: number): Merged | null {
    if (seq < this.fromSeqMin || seq > this.#lastSeq) return null
    const merged: Merged = { edited: new Set(), unseen: new Set(), moved: new Set(), shops: new Set() }
    for (
      let index = this.#changeSet.length - (this.#lastSeq - seq);
      index < this.#changeSet.length;
      index += 1
    ) {
      const changeSet = this.#changeSet[index]!
      if (typeof changeSet === 'number') merged.moved.add(changeSet)
      else add(merged, changeSet)
    }
    return merged
  }
}

function add(merged: Merged, { edited, unseen, moved, shops }: ChangeSet): void {
  for (const id of edited) merged.edited.add(id)
  for (const id of unseen) merged.unseen.add(id)
  for (const id of moved) merged.moved.add(id)
  for (const id of shops) merged.shops.add(id)
}

/** The product whose stock is all that changed; null where more did. */
function soleMoved({ edited, unseen, moved, shops }: ChangeSet): number | null {
  const isSole = moved.length === 1 && edited.length + unseen.length + shops.length === 0
  return isSole ? moved[0]! : null
}
