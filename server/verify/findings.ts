/** What an audit found wrong, by the entry (or 0 for what belongs to none), and what it counted. */
export interface Finding {
  seq: number
  message: string
}

export interface Counts {
  files: number
  entries: number
  products: number
  orders: number
  /** Of orders that stand. */
  units: number
  revenue: number
  snapshots: number
  /** About people: accounts, names, links, ended sessions. */
  records: number
}

/** Collects findings; keeps the first of them, and counts all. */
export class Findings {
  readonly kept: Finding[] = []
  total = 0
  readonly #keptMax = 1_000

  add(seq: number, message: string): void {
    this.total += 1
    if (this.kept.length < this.#keptMax) this.kept.push({ seq, message })
  }

  /** Adds the message where the condition does not hold; says whether it held. */
  expect(holds: boolean, seq: number, message: string): boolean {
    if (!holds) this.add(seq, message)
    return holds
  }
}
