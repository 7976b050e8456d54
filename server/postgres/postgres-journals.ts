import type { Disk } from '../disk/disk.ts'
import { formatSum } from '../disk/summed-json.ts'
import { Inspection } from '../journal/inspect-journal.ts'
import type { Inspected, Inspector, Journal, JournalEngine, ReadRange, Replay } from '../journal/journal.ts'
import { writeJournalFiles } from '../journal/journal-file-writer.ts'
import type { Entry } from '../market/event.ts'
import { type Connector, DatabaseSession } from './database.ts'
import { beginning, damageAfter, type GroupRow } from './group-lines.ts'
import { marketJournal } from './locks.ts'
import type { NodeMetrics } from './node-metrics.ts'
import { PostgresJournal, type PostgresJournalDependencies } from './postgres-journal.ts'
import { quietDatabase } from './quiet-database.ts'
import { readGroups, readRange, readRowLines, readRows } from './read-groups.ts'

/** Reads the journal in a table of PostgreSQL (`migrations/1_journal.sql`). */
export class PostgresReader implements Omit<JournalEngine, 'open'> {
  readonly #database: Connector
  readonly #journal: number

  constructor({ database, journal }: { database: Connector; journal: number }) {
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
      for await (const row of readRows(session, this.#journal)) {
        groups += 1
        this.#inspectGroup(row, next, inspector, inspection)
        next = Number(row.last_seq) + 1
      }
    } finally {
      session.close()
    }
    // A group is inserted whole or not at all, so no line is ever unfinished.
    if (inspection.unfinished !== null) inspector.damage(0, `${inspection.unfinished} is not JSON`)
    return { files: groups, unfinished: null }
  }

  #inspectGroup(
    { first_seq, last_seq, sum, lines }: GroupRow,
    next: number,
    inspector: Inspector,
    inspection: Inspection,
  ): void {
    const first = Number(first_seq)
    if (first !== next) inspector.damage(next, `group ${first} follows entry ${next - 1}`)
    const split = lines.split('\n')
    const isWhole = split.pop() === '' && split.length === Number(last_seq) - first + 1
    if (!isWhole) inspector.damage(first, `group ${first} does not end with entry ${last_seq}`)
    const stated = formatSum(Number(sum))
    if (!split.at(-1)?.endsWith(`"${stated}"}`))
      inspector.damage(first, `group ${first} ends with another checksum than ${stated}`)
    inspection.begin(`group ${first}`, false)
    for (const line of split) inspection.line(Buffer.from(line))
  }

  /** The files have the lines as they are stored, with the sums of files. */
  async copyTo(disk: Disk, folder: string): Promise<number> {
    const session = new DatabaseSession(this.#database)
    try {
      return await writeJournalFiles({ disk, folder }, readRowLines(session, this.#journal))
    } finally {
      session.close()
    }
  }
}

/** For a process that only reads. */
export const readerOf = (url: string): PostgresReader =>
  new PostgresReader({ database: quietDatabase(url), journal: marketJournal })

interface PostgresJournalsDependencies extends PostgresJournalDependencies {
  meters?: Pick<NodeMetrics, 'meter'>
}

export class PostgresJournals extends PostgresReader implements JournalEngine {
  readonly #dependencies: PostgresJournalsDependencies
  #opened: PostgresJournal | null = null

  constructor(dependencies: PostgresJournalsDependencies) {
    super(dependencies)
    this.#dependencies = dependencies
  }

  /** The last entry that this node has. */
  get seq(): number {
    return this.#opened?.seq ?? 0
  }

  async open({ after, replay }: { after: number; replay: Replay }): Promise<Journal> {
    const { database, journal, meters } = this.#dependencies
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
    return meters?.meter(this.#opened) ?? this.#opened
  }
}
