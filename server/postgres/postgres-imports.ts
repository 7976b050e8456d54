import {
  type ImportBounds,
  type PendingImport,
  type PendingImports,
  type PendingUsage,
  type PlannedImport,
  replacedBy,
  usageOf,
} from '../csv/pending-imports.ts'
import type { Clock } from '../os/clock.ts'
import { entryVersion } from '../versions/steps.ts'
import { CalmSession } from './calm-session.ts'
import { type Connector, DatabaseAway, type Query } from './database.ts'
import { beginImports } from './locks.ts'

interface Dependencies {
  database: Connector
  clock: Clock
  bounds: ImportBounds
}

interface WaitingRow {
  token: string
  shop: number
  rows: number
}

/** Pending imports in an unlogged table of PostgreSQL: one node checks a file, and any node applies it. */
export class PostgresImports implements PendingImports {
  readonly #bounds: ImportBounds
  readonly #session: CalmSession
  /** For transactions. */
  readonly #additions: CalmSession
  /** While the database is away, what it said last. */
  #lastUsage: PendingUsage = usageOf([])

  constructor({ database, clock, bounds }: Dependencies) {
    this.#bounds = bounds
    this.#session = new CalmSession(database, clock)
    this.#additions = new CalmSession(database, clock)
  }

  async add(file: PendingImport): Promise<void> {
    await this.#additions.alone(() => this.#additions.use((query) => this.#insert(query, file)))
  }

  /** Additions of all nodes take turns, so that no two of them count on the same room. */
  async #insert(query: Query, { token, actorId, shopId, importRows }: PendingImport): Promise<void> {
    const rows = importRows.length
    const [, , waiting] = await Promise.all([
      query(beginImports),
      query('delete from souk_imports where ends_at <= clock_timestamp()'),
      query<WaitingRow>('select token, shop, rows from souk_imports order by number'),
    ])
    const room = this.#roomFor({ shopId, rows }, waiting.rows)
    if (room instanceof Error) {
      await query('rollback')
      throw room
    }
    const [, , ended] = await Promise.all([
      query({ text: 'delete from souk_imports where token = any($1)', values: [room] }),
      query({
        text: `insert into souk_imports (token, actor, shop, rows, form, body, ends_at)
          values ($1, $2, $3, $4, $5, $6, clock_timestamp() + $7::float8 * interval '1 millisecond')`,
        values: [
          token,
          actorId,
          shopId,
          rows,
          entryVersion,
          JSON.stringify(importRows),
          this.#bounds.planMsMax,
        ],
      }),
      query('commit'),
    ])
    if (ended.command !== 'COMMIT') throw new DatabaseAway('the checked file was not stored')
  }

  /** The files that have to go, or why there is no room. */
  #roomFor(file: { shopId: number; rows: number }, waiting: readonly WaitingRow[]): string[] | Error {
    try {
      return replacedBy(file, waiting.map(fileOf), this.#bounds)
    } catch (error) {
      return error as Error
    }
  }

  async claim(token: string, actorId: string, commandId: string): Promise<PlannedImport | null> {
    const { rows } = await this.#session.query<{ shop: number; body: string; command_id: string }>(
      `update souk_imports set command_id = coalesce(command_id, $3)
        where token = $1 and actor = $2 and form = $4 and ends_at > clock_timestamp()
        returning shop, body, command_id`,
      [token, actorId, commandId, entryVersion],
    )
    const [row] = rows
    return row ? { shopId: row.shop, importRows: JSON.parse(row.body), commandId: row.command_id } : null
  }

  /** Never rejects: the command that claimed the file gets its outcome again. */
  async release(token: string, commandId: string): Promise<void> {
    await this.#session
      .query('update souk_imports set command_id = null where token = $1 and command_id = $2', [
        token,
        commandId,
      ])
      .catch(() => undefined)
  }

  async usage(): Promise<PendingUsage> {
    try {
      const { rows } = await this.#session.query<WaitingRow>(
        'select token, shop, rows from souk_imports where ends_at > clock_timestamp()',
      )
      this.#lastUsage = usageOf(rows.map(fileOf))
    } catch (error) {
      if (!(error instanceof DatabaseAway)) throw error
    }
    return this.#lastUsage
  }

  close(): void {
    this.#session.close()
    this.#additions.close()
  }
}

const fileOf = ({ token, shop, rows }: WaitingRow) => ({ token, shopId: shop, rows })
