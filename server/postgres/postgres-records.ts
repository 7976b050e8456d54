import { OneAtATime } from '../os/one-at-a-time.ts'
import { RecordTables } from '../records/record-tables.ts'
import { type RecordChange, RecordConflict, type Records } from '../records/records.ts'
import { type PendingWrite, StoredRecords } from '../records/stored-records.ts'
import type { Announcements } from './announcements.ts'
import { type Connector, DatabaseAway, DatabaseSession, type Query } from './database.ts'
import { beginRecords } from './locks.ts'

interface RecordRow {
  kind: string
  key: string
  version: string
  body: string | null
}

interface Waiting<Kinds> extends PendingWrite<Kinds> {
  changes: readonly RecordChange<Kinds>[]
}

interface Dependencies<Kinds> {
  database: Connector
  announcements: Pick<Announcements, 'on' | 'announce'>
  /** Two nodes may not add records of such a kind at the same time: a field of them must be unique, as an e-mail address is. */
  exclusiveKinds: readonly (keyof Kinds & string)[]
}

/** How long a removed record keeps its row, for nodes that have not read of it yet. */
const removedKeptMs = 24 * 60 * 60 * 1_000

/**
 * Records in a table of PostgreSQL, all of them in the memory of each node too. Writes of all nodes take turns, and each gets the
 * next version; a node first takes in what others wrote before it. If that touches what it is about to write, its own
 * write is undone and rejected with a {@link RecordConflict}: the caller decides again on the new values.
 */
export class PostgresRecords<Kinds> extends StoredRecords<Kinds> implements Records<Kinds> {
  readonly #dependencies: Dependencies<Kinds>
  readonly #session: DatabaseSession
  readonly #foreignListeners: ((change: RecordChange<Kinds>, before: unknown) => void)[] = []
  #version = 0
  #waiting: Waiting<Kinds>[] = []
  #isFlushDue = false
  readonly #work = new OneAtATime()
  #isClosed = false

  static async open<Kinds>(dependencies: Dependencies<Kinds>): Promise<PostgresRecords<Kinds>> {
    const records = new PostgresRecords(dependencies)
    await records.#session.use((query) => records.#follow(query))
    dependencies.announcements.on('records', () => records.#catchUp())
    return records
  }

  private constructor(dependencies: Dependencies<Kinds>) {
    super(new RecordTables())
    this.#dependencies = dependencies
    this.#session = new DatabaseSession(dependencies.database)
  }

  onForeignChange(listener: (change: RecordChange<Kinds>, before: unknown) => void): void {
    this.#foreignListeners.push(listener)
  }

  write(changes: readonly RecordChange<Kinds>[]): Promise<void> {
    const effective = this.effective(changes)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#waiting.push({ changes: effective, undo: this.tables.apply(effective), resolve, reject })
    if (!this.#isFlushDue) {
      this.#isFlushDue = true
      void this.#work.run(() => this.#flush())
    }
    return promise
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.write([]).catch(() => undefined)
    await this.#work.run(async () => this.#session.close())
  }

  /** Takes in what others wrote. Never rejects: the next announcement or poll tries again. */
  #catchUp(): void {
    if (this.#isClosed) return
    void this.#work.run(() => this.#session.use((query) => this.#follow(query)).catch(() => undefined))
  }

  /** Never rejects: the waiting writes do. */
  async #flush(): Promise<void> {
    this.#isFlushDue = false
    const batch = this.#waiting.splice(0)
    const changes = batch.flatMap((waiting) => waiting.changes)
    try {
      if (changes.length > 0) await this.#session.use((query) => this.#store(query, changes))
    } catch (error) {
      this.fail([...batch, ...this.#waiting.splice(0)], error)
      if (error instanceof RecordConflict) this.#catchUp()
      return
    }
    for (const { resolve } of batch) resolve()
    if (changes.length > 0) this.#dependencies.announcements.announce('records')
  }

  async #store(query: Query, changes: readonly RecordChange<Kinds>[]): Promise<void> {
    const latest = new Map(changes.map((change) => [nameOf(change), change]))
    const [, others] = await Promise.all([query(beginRecords), this.#readOthers(query)])
    if (this.#isConflict(others, latest)) {
      await query('rollback')
      throw new RecordConflict()
    }
    this.#admit(others)
    const version = this.#version + 1
    const values = [...latest.values()]
    const [stored, , ended] = await Promise.all([
      query({
        text: `insert into souk_records (kind, key, version, body)
          select kind, key, $1, body from unnest($2::text[], $3::text[], $4::text[]) as new (kind, key, body)
          on conflict (kind, key) do update
          set version = excluded.version, body = excluded.body, changed_at = clock_timestamp()`,
        values: [
          version,
          values.map(({ kind }) => kind),
          values.map(({ key }) => key),
          values.map(({ value }) => (value === undefined ? null : JSON.stringify(value))),
        ],
      }),
      query({
        text: `delete from souk_records where body is null and version < $1
          and changed_at < clock_timestamp() - $2 * interval '1 millisecond'`,
        values: [version, removedKeptMs],
      }),
      query('commit'),
    ])
    if (stored.rowCount !== values.length || ended.command !== 'COMMIT')
      throw new DatabaseAway('the records were not stored')
    this.#version = version
  }

  async #readOthers(query: Query): Promise<RecordRow[]> {
    const { rows } = await query<RecordRow>({
      text: 'select kind, key, version, body from souk_records where version > $1 order by version',
      values: [this.#version],
    })
    return rows
  }

  async #follow(query: Query): Promise<void> {
    this.#admit(await this.#readOthers(query))
  }

  /** What waits was decided on the values before: where that matters, it fails first. */
  #admit(others: readonly RecordRow[]): void {
    const waiting = new Map(
      this.#waiting.flatMap(({ changes }) => changes.map((change) => [nameOf(change), change])),
    )
    if (this.#isConflict(others, waiting)) this.fail(this.#waiting.splice(0), new RecordConflict())
    this.#takeIn(others)
  }

  #isConflict(others: readonly RecordRow[], own: ReadonlyMap<string, RecordChange<Kinds>>): boolean {
    if (own.size === 0 || others.length === 0) return false
    const kinds = new Set([...own.values()].map(({ kind }) => kind as string))
    const exclusive: readonly string[] = this.#dependencies.exclusiveKinds
    return others.some(
      (other) => own.has(nameOf(other)) || (exclusive.includes(other.kind) && kinds.has(other.kind)),
    )
  }

  #takeIn(others: readonly RecordRow[]): void {
    for (const { kind, key, version, body } of others) {
      const value = body === null ? undefined : JSON.parse(body)
      const change = { kind, key, value } as RecordChange<Kinds>
      const before = this.tables.get(change.kind, key)
      this.tables.apply([change])
      this.#version = Number(version)
      for (const listener of this.#foreignListeners) listener(change, before)
    }
  }
}

const nameOf = ({ kind, key }: { kind: string; key: string }): string => `${kind} ${key}`
