import { createHmac } from 'node:crypto'
import type { SharedCounts } from '../edge/shared-counts.ts'
import type { Clock } from '../os/clock.ts'
import { CalmSession } from './calm-session.ts'
import type { Connector } from './database.ts'

interface Dependencies {
  /** Should give up soon: requests wait for it. */
  database: Connector
  clock: Clock
  /** For the digests of keys, which contain addresses and names of accounts. */
  secret: string
}

interface CountRow {
  key: string
  points: number
}

/** How often counts that have ended are removed. */
const sweepMs = 60_000

/** Counts in an unlogged table of PostgreSQL. While the database is away, nothing is known. */
export class PostgresCounts implements SharedCounts {
  readonly #dependencies: Dependencies
  readonly #session: CalmSession
  #sweptAt = Number.NEGATIVE_INFINITY

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
    this.#session = new CalmSession(dependencies.database, dependencies.clock)
  }

  async add(key: string, points: number, windowMs: number): Promise<number> {
    this.#sweep()
    const rows = await this.#query(
      `insert into souk_counts as counted (key, points, ends_at)
        values ($1, $2, clock_timestamp() + $3::float8 * interval '1 millisecond')
        on conflict (key) do update set
          points = excluded.points + case when counted.ends_at > clock_timestamp() then counted.points else 0 end,
          ends_at = case when counted.ends_at > clock_timestamp() then counted.ends_at else excluded.ends_at end
        returning key, points`,
      [this.#digestOf(key), points, windowMs],
    )
    return rows[0]?.points ?? 0
  }

  async of(keys: readonly string[]): Promise<number[]> {
    const digests = keys.map((key) => this.#digestOf(key))
    const rows = await this.#query(
      'select key, points from souk_counts where key = any($1) and ends_at > clock_timestamp()',
      [digests],
    )
    const points = new Map(rows.map((row) => [row.key, row.points]))
    return digests.map((digest) => points.get(digest) ?? 0)
  }

  close(): void {
    this.#session.close()
  }

  async #query(text: string, values: unknown[]): Promise<CountRow[]> {
    return this.#session.query<CountRow>(text, values).then(
      ({ rows }) => rows,
      () => [],
    )
  }

  #sweep(): void {
    const now = this.#dependencies.clock.monotonic()
    if (now - this.#sweptAt < sweepMs) return
    this.#sweptAt = now
    void this.#query('delete from souk_counts where ends_at <= clock_timestamp()', [])
  }

  #digestOf(key: string): string {
    return createHmac('sha256', this.#dependencies.secret).update(`count ${key}`).digest('base64url')
  }
}
