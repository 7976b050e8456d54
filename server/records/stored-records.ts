import type { RecordTables } from './record-tables.ts'
import type { ChangeListener, RecordChange } from './records.ts'

/** A write that is visible and not durable yet. */
export interface PendingWrite<Kinds> {
  undo: readonly RecordChange<Kinds>[]
  resolve: () => void
  reject: (error: unknown) => void
}

/** What stores have in common that hold their records in memory too. */
export abstract class StoredRecords<Kinds> {
  protected readonly tables: RecordTables<Kinds>

  constructor(tables: RecordTables<Kinds>) {
    this.tables = tables
  }

  get<Kind extends keyof Kinds & string>(kind: Kind, key: string): Kinds[Kind] | undefined {
    return this.tables.get(kind, key)
  }

  count(kind: keyof Kinds & string): number {
    return this.tables.count(kind)
  }

  entries<Kind extends keyof Kinds & string>(kind: Kind): IterableIterator<[string, Kinds[Kind]]> {
    return this.tables.entries(kind)
  }

  onChange<Kind extends keyof Kinds & string>(kind: Kind, listener: ChangeListener<Kinds[Kind]>): void {
    this.tables.onChange(kind, listener)
  }

  /** The changes without removals of what is not there. */
  protected effective(changes: readonly RecordChange<Kinds>[]): RecordChange<Kinds>[] {
    return changes.filter(({ kind, key, value }) => value !== undefined || this.get(kind, key) !== undefined)
  }

  /** Later writes were made on what these had changed: they fail together, newest first. */
  protected fail(writes: readonly PendingWrite<Kinds>[], error: unknown): void {
    for (const { undo } of writes.toReversed()) this.tables.apply(undo)
    for (const { reject } of writes) reject(error)
  }
}
