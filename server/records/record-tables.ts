import type { ChangeListener, RecordChange } from './records.ts'

interface Table {
  records: Map<string, unknown>
  listeners: ChangeListener<never>[]
}

/** Records in memory, with listeners: shared by all adapters of {@link Records}. */
export class RecordTables<Kinds> {
  readonly #tables = new Map<string, Table>()

  get<Kind extends keyof Kinds & string>(kind: Kind, key: string): Kinds[Kind] | undefined {
    return this.#tables.get(kind)?.records.get(key) as Kinds[Kind] | undefined
  }

  count(kind: string): number {
    return this.#tables.get(kind)?.records.size ?? 0
  }

  /** Of all kinds. */
  get total(): number {
    let total = 0
    for (const { records } of this.#tables.values()) total += records.size
    return total
  }

  entries<Kind extends keyof Kinds & string>(kind: Kind): IterableIterator<[string, Kinds[Kind]]> {
    return this.#table(kind).records.entries() as IterableIterator<[string, Kinds[Kind]]>
  }

  /** Every record; stays valid while records change, and then includes those added meanwhile. */
  *all(): Generator<[kind: string, key: string, value: unknown], void, undefined> {
    for (const [kind, { records }] of this.#tables)
      for (const [key, value] of records) yield [kind, key, value]
  }

  onChange<Kind extends keyof Kinds & string>(kind: Kind, listener: ChangeListener<Kinds[Kind]>): void {
    this.#table(kind).listeners.push(listener)
  }

  /** Makes the changes; returns those that undo them, to be applied in their order. */
  apply(changes: readonly RecordChange<Kinds>[]): RecordChange<Kinds>[] {
    return changes
      .map(
        ({ kind, key, value }) => ({ kind, key, value: this.set(kind, key, value) }) as RecordChange<Kinds>,
      )
      .reverse()
  }

  /** Sets or removes one record; returns its value before. */
  set(kind: string, key: string, value: unknown): unknown {
    const { records, listeners } = this.#table(kind)
    const before = records.get(key)
    if (value === undefined) records.delete(key)
    else records.set(key, value)
    for (const listener of listeners) listener(key, before as never, value as never)
    return before
  }

  #table(kind: string): Table {
    const known = this.#tables.get(kind)
    if (known) return known
    const table: Table = { records: new Map(), listeners: [] }
    this.#tables.set(kind, table)
    return table
  }
}
