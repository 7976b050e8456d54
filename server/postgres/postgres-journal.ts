import type { Logger } from 'pino'
import { type AppendState, assertGroup, assertMayAppend } from '../journal/append-rules.ts'
import {
  type Appended,
  type Begun,
  entriesIn,
  type Journal,
  JournalDamage,
  JournalFork,
  type ReadRange,
} from '../journal/journal.ts'
import { GroupEncoder } from '../journal/journal-line.ts'
import type { Entry } from '../market/event.ts'
import type { Clock, Random } from '../os/clock.ts'
import type { Announcements } from './announcements.ts'
import { type Connector, DatabaseAway, DatabaseSession, type Query } from './database.ts'
import { entriesOfGroup, type GroupRow, type Position, positionAfter } from './group-lines.ts'
import { beginTurn, endStuckTurn, writeNothing } from './locks.ts'
import type { NodeRegistry } from './node-registry.ts'
import { readRange } from './read-groups.ts'
import type { TurnBounds } from './turn-bounds.ts'

export interface PostgresJournalDependencies {
  database: Connector
  /** Which of the database's journals. */
  journal: number
  /** The name of this node. */
  node: string
  nodes: Pick<NodeRegistry, 'mayWrite'>
  announcements: Pick<Announcements, 'on' | 'announce'>
  clock: Clock
  random: Random
  logger: Logger
  bounds: TurnBounds
}

interface TurnRow {
  /** The database's clock, in milliseconds since 1970. */
  now: string
  /** Of the group that ends where this node is; null when the database has no such group. */
  sum: string | null
}

/**
 * The journal in a table of PostgreSQL, which several nodes append to in turn. A turn is a transaction that holds an
 * advisory lock: it reads what others appended, and then inserts one group. Racing with a compare-and-set alone would be
 * correct and unfair: of two busy nodes, one got a fifth of its share. The primary key still makes a second group at
 * the same place impossible.
 *
 * Every limit of a turn is enforced by the server as well, so that a node that is frozen or cut off delays the others
 * by no more than `idleMs`.
 */
export class PostgresJournal implements Journal {
  readonly #dependencies: PostgresJournalDependencies
  readonly #bounds: TurnBounds
  readonly #turns: DatabaseSession
  readonly #reads: DatabaseSession
  readonly #encoder = new GroupEncoder()
  #state: AppendState = { kind: 'open' }
  /** Up to where this node has read; it applies all of it before it asks for the next turn. */
  #position: Position
  #hasTurn = false
  /** Whether the outcome of the last append is known. */
  #isSettled = true

  constructor(dependencies: PostgresJournalDependencies, position: Position) {
    this.#dependencies = dependencies
    this.#bounds = dependencies.bounds
    this.#position = position
    this.#turns = new DatabaseSession(dependencies.database)
    this.#reads = new DatabaseSession(dependencies.database)
  }

  /** The seq of the last entry that this node has read or appended. */
  get seq(): number {
    return this.#position.seq
  }

  async *read(range: ReadRange): AsyncGenerator<readonly Entry[], void, undefined> {
    const { journal } = this.#dependencies
    const from = this.#position.seq === range.after ? this.#position : null
    const follows = from !== null && range.upTo === undefined
    try {
      yield* readRange(this.#reads, journal, range, from, (after) => {
        if (follows) this.#position = after
      })
    } catch (error) {
      if (follows && error instanceof JournalDamage) await this.#checkRead()
      throw error
    }
  }

  /** What does not follow on what this node has read may be damaged, or another history. */
  async #checkRead(): Promise<void> {
    const { first, seq } = this.#position
    const { rows } = await this.#reads.query<Pick<TurnRow, 'sum'>>(
      'select sum from souk_groups where journal = $1 and first_seq = $2 and last_seq = $3',
      [this.#dependencies.journal, first, seq],
    )
    this.#checkHistory(rows[0]?.sum ?? null)
  }

  async begin(after: number): Promise<Begun> {
    assertMayAppend(this.#state)
    if (!this.#dependencies.nodes.mayWrite) return { kind: 'away' }
    const startedMs = this.#dependencies.clock.monotonic()
    for (let attempt = 1; ; attempt += 1) {
      try {
        // An attempt may have read entries before it failed.
        if (after < this.#position.seq) return await this.#readAgain(after)
        return await this.#waitForTurn()
      } catch (error) {
        this.#hasTurn = false
        if (!(error instanceof DatabaseAway)) throw error
        const others = await this.#othersMeanwhile(after, error)
        if (others) return others
        // A connection that broke while it was idle fails at once, and another one may do.
        const tookMs = this.#dependencies.clock.monotonic() - startedMs
        if (attempt === 1 && tookMs < this.#bounds.againWithinMs) continue
        this.#dependencies.logger.warn({ err: error }, 'the journal is away')
        return { kind: 'away' }
      }
    }
  }

  /** While others append, a turn that was waited for in vain is a busy market's, and is waited for again. */
  async #othersMeanwhile(after: number, { cause }: DatabaseAway): Promise<Begun | null> {
    if (sqlStateOf(cause) !== lockNotAvailable) return null
    try {
      const entries = await entriesIn(this.read({ after }))
      return entries.length > 0 ? { kind: 'behind', entries } : null
    } catch (error) {
      if (error instanceof DatabaseAway) return null
      throw error
    }
  }

  /** Entries that were read, and whose way to the market was interrupted. */
  async #readAgain(after: number): Promise<Begun> {
    const entries = await entriesIn(this.read({ after }))
    if (entries.length === 0) throw forkedAt(this.#position.seq)
    return { kind: 'behind', entries }
  }

  async #waitForTurn(): Promise<Begun> {
    const { clock, journal } = this.#dependencies
    const { stuckMs, idleMs } = this.#bounds
    const checking = clock.schedule(stuckMs, () => {
      this.#reads.query(endStuckTurn(journal, idleMs)).catch(() => undefined)
    })
    try {
      if (!this.#isSettled) await this.#turns.use((query) => this.#settle(query))
      this.#isSettled = true
      return await this.#turns.use((query) => this.#begin(query))
    } finally {
      checking.cancel()
    }
  }

  /**
   * A group whose outcome is unknown may be readable although no standby has it: its wait was cancelled, or the database
   * restarted during it. A later commit waits for everything before it.
   */
  async #settle(query: Query): Promise<void> {
    const { journal } = this.#dependencies
    await Promise.all([query(beginTurn(journal, this.#bounds)), query(writeNothing), query('commit')])
  }

  async #begin(query: Query): Promise<Begun> {
    const { clock, journal, logger } = this.#dependencies
    const { groupsMax, clockDifferenceMsMax } = this.#bounds
    const [, state, groups] = await Promise.all([
      query(beginTurn(journal, this.#bounds)),
      query<TurnRow>({
        name: 'souk_turn',
        text: `select extract(epoch from clock_timestamp()) * 1000 as now,
          (select sum from souk_groups where journal = $1 and first_seq = $2 and last_seq = $3) as sum`,
        values: [journal, this.#position.first, this.#position.seq],
      }),
      query<GroupRow>({
        name: 'souk_others',
        text: `select first_seq, last_seq, sum, lines from souk_groups
          where journal = $1 and first_seq > $2 order by first_seq limit $3`,
        values: [journal, this.#position.seq, groupsMax],
      }),
    ])
    const { now, sum } = state.rows[0]!
    this.#checkHistory(sum)
    const differenceMs = Math.abs(Number(now) - clock.now())
    const entries = this.#takeIn(groups.rows)
    if (differenceMs > clockDifferenceMsMax) {
      await query('rollback')
      logger.error({ differenceMs }, "this node's clock differs from the database's: it sells nothing")
      return { kind: 'away' }
    }
    if (groups.rows.length === groupsMax) {
      await query('rollback')
      return { kind: 'behind', entries }
    }
    this.#hasTurn = true
    return { kind: 'turn', entries }
  }

  /** A database that lost entries, or has other ones, is another history than this node's. */
  #checkHistory(sum: string | null): void {
    const { seq, sum: own } = this.#position
    if (seq > 0 && (sum === null || Number(sum) !== own)) throw forkedAt(seq)
  }

  #takeIn(rows: readonly GroupRow[]): Entry[] {
    const entries: Entry[] = []
    for (const row of rows) {
      entries.push(...entriesOfGroup(row, this.#position))
      this.#position = positionAfter(row)
    }
    return entries
  }

  async append(after: number, entries: readonly Entry[]): Promise<Appended> {
    assertMayAppend(this.#state)
    assertGroup(this.#position.seq, after, entries)
    const begun: Begun = this.#hasTurn ? { kind: 'turn', entries: [] } : await this.begin(after)
    if (begun.kind === 'away') return { kind: 'unknown' }
    if (begun.entries.length > 0) {
      this.pass()
      return { kind: 'behind', entries: begun.entries }
    }
    this.#become({ kind: 'appending' })
    this.#isSettled = false
    try {
      this.#position = await this.#turns.use((query) => this.#insert(query, entries))
      this.#isSettled = true
      this.#dependencies.announcements.announce('entries')
      return { kind: 'appended' }
    } catch (error) {
      if (!(error instanceof DatabaseAway)) throw error
      const isFull = sqlStateOf(error.cause) === diskFull
      this.#dependencies.logger.warn(
        { err: error },
        isFull ? 'the disk of the database is full' : 'it is unknown whether a group was appended',
      )
      if (isFull) return { kind: 'full' }
      return { kind: 'unknown' }
    } finally {
      this.#hasTurn = false
      this.#become({ kind: 'open' })
    }
  }

  async #insert(query: Query, entries: readonly Entry[]): Promise<Position> {
    const { journal, node, random } = this.#dependencies
    const { seq, sum } = this.#position
    const group = this.#encoder.encode(entries, sum, null)
    const next: Position = { seq: seq + entries.length, first: seq + 1, sum: group.sum }
    // A copy, since the encoder uses its buffer again, and an append whose answer is missing may still be on its way.
    const [inserted, ended] = await Promise.all([
      query({
        name: 'souk_append',
        text: `insert into souk_groups (journal, first_seq, last_seq, sum, id, node, lines)
          values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
        values: [journal, next.first, next.seq, next.sum, random.uuid(), node, Buffer.from(group.bytes)],
      }),
      query('commit'),
    ])
    if (inserted.rowCount !== 1 || ended.command !== 'COMMIT')
      throw new DatabaseAway('the group was not inserted')
    return next
  }

  pass(): void {
    if (!this.#hasTurn) return
    this.#hasTurn = false
    // A turn that cannot be given back is taken away: the connection is destroyed, and the server has its own limit.
    this.#turns.use((query) => query('rollback')).catch(() => undefined)
  }

  onAppended(wake: () => void): void {
    this.#dependencies.announcements.on('entries', wake)
  }

  async close(): Promise<void> {
    if (this.#state.kind === 'appending') throw new Error('close while an append is under way')
    this.#become({ kind: 'closed' })
    this.#turns.close()
    this.#reads.close()
  }

  #become(state: AppendState): void {
    this.#state = state
  }
}

const forkedAt = (seq: number): JournalFork =>
  new JournalFork(`The database does not have the entry ${seq} that this node has read from it.`)

/** SQLSTATE of an insert for which the database's disk has no space. */
const diskFull = '53100'

/** SQLSTATE of a lock that was waited for in vain. */
const lockNotAvailable = '55P03'

const sqlStateOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : null
