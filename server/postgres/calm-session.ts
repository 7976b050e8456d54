import type { QueryResult } from 'pg'
import type { Clock } from '../os/clock.ts'
import { OneAtATime } from '../os/one-at-a-time.ts'
import { type Connector, DatabaseAway, DatabaseSession, type Query } from './database.ts'

/** After a failure, nothing is tried for so long: each attempt may take seconds, and many may wait. */
const awayMs = 1_000

/** A session for many requests of people: while the database is away, most of them fail at once. */
export class CalmSession {
  readonly #session: DatabaseSession
  readonly #clock: Clock
  #awayUntil = Number.NEGATIVE_INFINITY
  readonly #work = new OneAtATime()

  constructor(database: Connector, clock: Clock) {
    this.#session = new DatabaseSession(database)
    this.#clock = clock
  }

  async use<Result>(work: (query: Query) => Promise<Result>): Promise<Result> {
    if (this.#clock.monotonic() < this.#awayUntil)
      throw new DatabaseAway('the database did not answer a moment ago')
    try {
      return await this.#session.use(work)
    } catch (error) {
      if (error instanceof DatabaseAway) this.#awayUntil = this.#clock.monotonic() + awayMs
      throw error
    }
  }

  query<Row extends object>(text: string, values: unknown[] = []): Promise<QueryResult<Row>> {
    return this.use((query) => query<Row>({ text, values }))
  }

  /** Does one such work after the other. */
  alone<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#work.run(work)
  }

  close(): void {
    this.#session.close()
  }
}
