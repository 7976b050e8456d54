import type { Clock, Timer } from '../os/clock.ts'
import { entryVersion } from '../versions/steps.ts'
import { type Database, DatabaseAway, DatabaseSession } from './database.ts'

interface Dependencies {
  database: Database
  node: string
  clock: Clock
  /** The last entry that this node has. */
  seq(): number
}

const heartbeatMs = 2_000
/** A node that was not seen for so long has ended, and its row is removed. */
const deadAfterMs = 10_000

/** Which nodes run, and whether all of them can read what this one writes. */
export class NodeRegistry {
  readonly #dependencies: Dependencies
  readonly #session: DatabaseSession
  #timer: Timer | null = null
  #isClosed = false
  /** Whether a node runs that cannot read this release's entries. */
  #hasOlder = false
  #count = 1

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
    this.#session = new DatabaseSession(dependencies.database)
  }

  /** How many nodes run, with this one. */
  get count(): number {
    return this.#count
  }

  /** Nothing may be written before older nodes have ended: they could not read it, and would stop. */
  get mayWrite(): boolean {
    return !this.#hasOlder
  }

  async start(): Promise<void> {
    await this.#beat()
  }

  /** Removes this node's row, so that others need not wait for it to be missed. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#timer?.cancel()
    const { node } = this.#dependencies
    await this.#session.query('delete from souk_nodes where node = $1', [node]).catch(() => undefined)
    this.#session.close()
  }

  async #beat(): Promise<void> {
    const { node, clock, seq } = this.#dependencies
    try {
      await this.#session.query(
        `insert into souk_nodes (node, reads, seq, seen_at) values ($1, $2, $3, clock_timestamp())
         on conflict (node) do update set seq = excluded.seq, seen_at = excluded.seen_at`,
        [node, entryVersion, seq()],
      )
      const { rows } = await this.#session.query<{ reads: number }>(
        `with dead as (
           delete from souk_nodes where seen_at < clock_timestamp() - $1 * interval '1 millisecond' returning node
         )
         select reads from souk_nodes where node not in (select node from dead)`,
        [deadAfterMs],
      )
      this.#count = rows.length
      this.#hasOlder = rows.some(({ reads }) => reads < entryVersion)
    } catch (error) {
      // While the database is away nothing is written at all.
      if (!(error instanceof DatabaseAway)) throw error
    }
    if (!this.#isClosed) this.#timer = clock.schedule(heartbeatMs, () => void this.#beat())
  }
}
