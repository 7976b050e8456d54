/** What an audit found wrong, with the seq of the entry, or 0 if it belongs to none. */
export interface Finding {
  seq: number
  message: string
}

export interface Counts {
  files: number
  entries: number
  products: number
  orders: number
  /** Of orders that were not cancelled. */
  units: number
  revenue: number
  snapshots: number
  /** About people: accounts, names, links, ended sessions. */
  records: number
}

/** Keeps the first findings, and counts all. */
export class Findings {
  readonly kept: Finding[] = []
  total = 0
  readonly #keptMax = 1_000

  add(seq: number, message: string): void {
    this.total += 1
    if (this.kept.length < this.#keptMax) this.kept.push({ seq, message })
  }

  /** Adds the message if the condition does not hold; returns whether it holds. */
  expect(holds: boolean, seq: number, message: string): boolean {
    if (!holds) this.add(seq, message)
    return holds
  }
}
