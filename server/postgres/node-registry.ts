import type { Clock, Timer } from '../os/clock.ts'
import { entryVersion } from '../versions/steps.ts'
import { type Connector, DatabaseAway, DatabaseSession, type Query } from './database.ts'
import { endStuckWrites } from './locks.ts'

interface Dependencies {
  database: Connector
  node: string
  clock: Clock
  /** The last entry that this node has. */
  seq(): number
}

const heartbeatMs = 2_000
/** A node whose clock differs more from the database's appends nothing. */
export const clockDifferenceMsMax = 5_000
/** A node that was not seen for so long has ended, and its row is removed. */
const deadAfterMs = 10_000

/** How many nodes run, those that ended without a word in the last seconds included. */
export async function countNodes(query: Query): Promise<number> {
  const { rows } = await query<{ count: number }>({
    text: `select count(*)::int as count from souk_nodes
      where seen_at > clock_timestamp() - $1 * interval '1 millisecond'`,
    values: [deadAfterMs],
  })
  return rows[0]!.count
}

/** Why a node may not sell although its database answers. */
export type NodeObstacle = 'older_node' | 'clock_differs'

/** Which nodes run, and whether all of them can read what this one writes. Each ends what a frozen one left open. */
export class NodeRegistry {
  readonly #dependencies: Dependencies
  readonly #session: DatabaseSession
  #timer: Timer | null = null
  #isClosed = false
  /** Whether a node runs that cannot read this release's entries. */
  #hasOlder = false
  #count = 1
  #clockDifferenceMs = 0

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

  /** This node's clock, less the database's. */
  get clockDifferenceMs(): number {
    return this.#clockDifferenceMs
  }

  get obstacle(): NodeObstacle | null {
    if (this.#hasOlder) return 'older_node'
    return Math.abs(this.#clockDifferenceMs) > clockDifferenceMsMax ? 'clock_differs' : null
  }

  /** Rejects with a {@link DatabaseAway} unless this node is registered when it resolves. */
  async start(): Promise<void> {
    await this.#register()
    this.#schedule()
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
    try {
      await this.#register()
      await this.#session.query(endStuckWrites)
    } catch (error) {
      // While the database is away nothing is written at all.
      if (!(error instanceof DatabaseAway)) throw error
    }
    this.#schedule()
  }

  #schedule(): void {
    if (!this.#isClosed) this.#timer = this.#dependencies.clock.schedule(heartbeatMs, () => void this.#beat())
  }

  async #register(): Promise<void> {
    const { node, seq, clock } = this.#dependencies
    const sentAt = clock.now()
    const { rows: written } = await this.#session.query<{ now: string }>(
      `insert into souk_nodes (node, reads, seq, seen_at) values ($1, $2, $3, clock_timestamp())
       on conflict (node) do update set seq = excluded.seq, seen_at = excluded.seen_at
       returning extract(epoch from clock_timestamp()) * 1000 as now`,
      [node, entryVersion, seq()],
    )
    this.#clockDifferenceMs = (sentAt + clock.now()) / 2 - Number(written[0]!.now)
    const { rows } = await this.#session.query<{ reads: number }>(
      `with dead as (
         delete from souk_nodes where seen_at < clock_timestamp() - $1 * interval '1 millisecond' returning node
       )
       select reads from souk_nodes where node not in (select node from dead)`,
      [deadAfterMs],
    )
    this.#count = rows.length
    this.#hasOlder = rows.some(({ reads }) => reads < entryVersion)
  }
}
