import { pino } from 'pino'
import type { Disk } from '../disk/disk.ts'
import { FileJournals } from '../journal/file-journals.ts'
import { Inspection } from '../journal/inspect-journal.ts'
import type { Inspected, Inspector, Journal, JournalEngine, ReadRange, Replay } from '../journal/journal.ts'
import type { Entry } from '../market/event.ts'
import { Database, DatabaseSession } from './database.ts'
import { beginning, damageAfter } from './group-lines.ts'
import { PostgresJournal, type PostgresJournalDependencies } from './postgres-journal.ts'
import { readGroups, readRange, readRows } from './read-groups.ts'

/** Reads the journal in a table of PostgreSQL (`migrations/1_journal.sql`). */
export class PostgresReader implements Omit<JournalEngine, 'open'> {
  readonly #database: Database
  readonly #journal: number

  constructor({ database, journal }: { database: Database; journal: number }) {
    this.#database = database
    this.#journal = journal
  }

  async *read(range: ReadRange): AsyncGenerator<readonly Entry[], void, undefined> {
    const session = new DatabaseSession(this.#database)
    try {
      yield* readRange(session, this.#journal, range)
    } finally {
      session.close()
    }
  }

  async entryAt(seq: number): Promise<Entry | null> {
    for await (const [entry] of this.read({ after: seq - 1 })) return entry ?? null
    return null
  }

  /** Checks the stored lines, by the code that checks those of files, and that the table's columns say the same as they do. */
  async inspect(inspector: Inspector): Promise<Inspected> {
    const session = new DatabaseSession(this.#database)
    const inspection = new Inspection(inspector)
    let groups = 0
    let next = 1
    try {
      for await (const { first_seq, last_seq, lines } of readRows(session, this.#journal)) {
        groups += 1
        if (Number(first_seq) !== next) inspector.damage(next, `group ${first_seq} follows entry ${next - 1}`)
        const split = lines.split('\n')
        const isWhole = split.pop() === '' && split.length === Number(last_seq) - Number(first_seq) + 1
        if (!isWhole)
          inspector.damage(Number(first_seq), `group ${first_seq} does not end with entry ${last_seq}`)
        inspection.begin(`group ${first_seq}`, false)
        for (const line of split) inspection.line(Buffer.from(line))
        next = Number(last_seq) + 1
      }
    } finally {
      session.close()
    }
    return { files: groups, unfinished: inspection.unfinished }
  }

  /** Writes the entries anew, since the sums of a file's lines continue that of the file's header. */
  async copyTo(disk: Disk, folder: string): Promise<number> {
    const session = new DatabaseSession(this.#database)
    const copy = await new FileJournals({ disk, folder }).open({ after: 0, replay: () => undefined })
    let bytes = 0
    try {
      for await (const { entries, after } of readGroups(session, this.#journal, { after: 0 })) {
        await copy.append(after.seq - entries.length, entries)
        bytes += entries.length
      }
      await copy.close()
    } finally {
      session.close()
    }
    return bytes
  }
}

/** For a process that only reads. */
export const readerOf = (url: string): PostgresReader =>
  new PostgresReader({ database: new Database({ url, logger: pino({ level: 'silent' }) }), journal: 0 })

export class PostgresJournals extends PostgresReader implements JournalEngine {
  readonly #dependencies: PostgresJournalDependencies
  #opened: PostgresJournal | null = null

  constructor(dependencies: PostgresJournalDependencies) {
    super(dependencies)
    this.#dependencies = dependencies
  }

  /** The last entry that this node has. */
  get seq(): number {
    return this.#opened?.seq ?? 0
  }

  async open({ after, replay }: { after: number; replay: Replay }): Promise<Journal> {
    const { database, journal } = this.#dependencies
    const session = new DatabaseSession(database)
    let position = beginning
    try {
      // The group before is read too, since the next one continues its sum.
      for await (const group of readGroups(session, journal, { after: Math.max(0, after - 1) })) {
        position = group.after
        const fresh = group.entries.filter(({ seq }) => seq > after)
        if (fresh.length > 0) replay(fresh, position.seq)
      }
      if (position.seq < after) throw damageAfter(position, `entry ${after} was written, and cannot be read`)
    } finally {
      session.close()
    }
    this.#opened = new PostgresJournal(this.#dependencies, position)
    return this.#opened
  }
}
