import type { ChangeSet } from './change-set.ts'

/** The merged changes between two seqs: each product and shop once. */
export interface Merged {
  edited: Set<number>
  unseen: Set<number>
  moved: Set<number>
  shops: Set<number>
}

/**
 * The change sets of the last entries, from which clients that are behind are brought up to date. Bounded: a
 * client further behind gets a reset.
 */
export class ReplayBuffer {
  readonly #entriesMax: number
  /** Only the product's id if just its stock changed, as in nearly every sale, to save memory. */
  #changes: (ChangeSet | number)[] = []
  /** The index of the oldest valid entry in `#changes`. */
  #start = 0
  #lastSeq: number

  /** `afterSeq`: the seq before the first entry pushed. */
  constructor(entriesMax: number, afterSeq: number) {
    this.#entriesMax = entriesMax
    this.#lastSeq = afterSeq
  }

  get lastSeq(): number {
    return this.#lastSeq
  }

  /** The lowest seq from which a client can be brought up to date. */
  get fromSeqMin(): number {
    return this.#lastSeq - (this.#changes.length - this.#start)
  }

  /** Appends the change set of the next entry; throws on a gap. */
  push(changeSet: ChangeSet): void {
    if (changeSet.seq !== this.#lastSeq + 1)
      throw new Error(`the change set of ${changeSet.seq} does not follow ${this.#lastSeq}`)
    this.#changes.push(soleMoved(changeSet) ?? changeSet)
    this.#lastSeq = changeSet.seq
    if (this.#changes.length - this.#start > this.#entriesMax) this.#start += 1
    // Removed in bulk, so that the cost per entry is negligible.
    if (this.#start > this.#entriesMax) {
      this.#changes = this.#changes.slice(this.#start)
      this.#start = 0
    }
  }

  /** Forgets all changes: clients that are behind get a reset. */
  clear(): void {
    this.#changes = []
    this.#start = 0
  }

  /** Everything that changed after `seq`; null if the buffer begins later, or `seq` is in the future. */
  since(seq: number): Merged | null {
    if (seq < this.fromSeqMin || seq > this.#lastSeq) return null
    const merged: Merged = { edited: new Set(), unseen: new Set(), moved: new Set(), shops: new Set() }
    for (let index = this.#changes.length - (this.#lastSeq - seq); index < this.#changes.length; index += 1) {
      const changeSet = this.#changes[index]!
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

/** The product, if its stock is all that changed; otherwise null. */
function soleMoved({ edited, unseen, moved, shops }: ChangeSet): number | null {
  const isSole = moved.length === 1 && edited.length + unseen.length + shops.length === 0
  return isSole ? moved[0]! : null
}
