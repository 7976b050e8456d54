import { Counter, Gauge, Histogram, type Metric } from 'prom-client'
import { type Appended, type Begun, type Journal, JournalAway, type ReadRange } from '../journal/journal.ts'
import type { Entry } from '../market/event.ts'
import type { Clock } from '../os/clock.ts'
import type { Durability } from './check-database.ts'
import type { Connector } from './database.ts'
import type { NodeRegistry } from './node-registry.ts'

interface Readings {
  database: Connector
  nodes: Pick<NodeRegistry, 'count' | 'clockDifferenceMs'>
  /** Null where it is not known. */
  durability: Durability | null
  /** Whether this process began with a fork of the database's history. */
  hasForked: boolean
}

const secondsBuckets = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2]

/** What `/metrics` shows of a node and its database. */
export class NodeMetrics {
  readonly #clock: Clock
  readonly #turns = new Histogram({
    name: 'souk_turn_seconds',
    help: 'How long this node waited for its turn to append, and held it.',
    labelNames: ['part'],
    buckets: secondsBuckets,
    registers: [],
  })
  readonly #unknown = new Counter({
    name: 'souk_unknown_total',
    help: 'Appends whose answer was lost. The next turn shows their outcome.',
    registers: [],
  })
  #awayMs = 0
  #awaySince: number | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** All of them, to be registered. */
  of({ database, nodes, durability, hasForked }: Readings): Metric[] {
    return [
      this.#turns,
      this.#unknown,
      gauge('souk_turns_ended_total', 'Turns that the database ended.', () => database.turnsEnded ?? 0),
      gauge('souk_journal_away_seconds_total', 'How long the database was away.', () => this.#awaySeconds()),
      gauge('souk_forks_total', 'Whether the database had lost entries when this process started.', () =>
        Number(hasForked),
      ),
      gauge('souk_nodes', 'Nodes that run, this one included.', () => nodes.count),
      gauge(
        'souk_clock_difference_seconds',
        "This node's clock, less the database's.",
        () => nodes.clockDifferenceMs / 1_000,
      ),
      ...(durability === null ? [] : [durabilityGauge(durability)]),
    ]
  }

  /** Measures the use of a journal. */
  meter(journal: Required<Journal>): Journal {
    return new MeteredJournal(journal, this.#clock, this)
  }

  waited(ms: number): void {
    this.#turns.observe({ part: 'wait' }, ms / 1_000)
  }

  held(ms: number): void {
    this.#turns.observe({ part: 'hold' }, ms / 1_000)
  }

  unknown(): void {
    this.#unknown.inc()
  }

  reached(isReached: boolean): void {
    const now = this.#clock.monotonic()
    if (this.#awaySince !== null) this.#awayMs += now - this.#awaySince
    this.#awaySince = isReached ? null : now
  }

  #awaySeconds(): number {
    this.reached(this.#awaySince === null)
    return this.#awayMs / 1_000
  }
}

class MeteredJournal implements Journal {
  readonly #journal: Required<Journal>
  readonly #clock: Clock
  readonly #metrics: NodeMetrics
  /** Since when this node has its turn. */
  #heldSince: number | null = null

  constructor(journal: Required<Journal>, clock: Clock, metrics: NodeMetrics) {
    this.#journal = journal
    this.#clock = clock
    this.#metrics = metrics
  }

  async *read(range: ReadRange): AsyncGenerator<readonly Entry[], void, undefined> {
    try {
      yield* this.#journal.read(range)
      this.#metrics.reached(true)
    } catch (error) {
      if (error instanceof JournalAway) this.#metrics.reached(false)
      throw error
    }
  }

  async begin(after: number): Promise<Begun> {
    const startedMs = this.#clock.monotonic()
    const begun = await this.#journal.begin(after)
    const now = this.#clock.monotonic()
    this.#metrics.reached(begun.kind !== 'away')
    if (begun.kind === 'turn') {
      this.#metrics.waited(now - startedMs)
      this.#heldSince = now
    }
    return begun
  }

  async append(after: number, entries: readonly Entry[]): Promise<Appended> {
    const hadTurn = this.#heldSince !== null
    try {
      const appended = await this.#journal.append(after, entries)
      if (hadTurn && appended.kind === 'unknown') this.#metrics.unknown()
      return appended
    } finally {
      this.#ended()
    }
  }

  pass(): void {
    this.#journal.pass()
    this.#ended()
  }

  onAppended(wake: () => void): void {
    this.#journal.onAppended(wake)
  }

  close(): Promise<void> {
    return this.#journal.close()
  }

  #ended(): void {
    if (this.#heldSince !== null) this.#metrics.held(this.#clock.monotonic() - this.#heldSince)
    this.#heldSince = null
  }
}

function gauge(name: string, help: string, read: () => number): Gauge {
  return new Gauge({
    name,
    help,
    registers: [],
    collect() {
      this.set(read())
    },
  })
}

function durabilityGauge({ fsync, full_page_writes, standbys }: Durability): Gauge {
  const durability = new Gauge({
    name: 'souk_database_durability',
    help: 'Settings that keep what was acknowledged, as they were when this process started: 1 is safe.',
    labelNames: ['setting'],
    registers: [],
  })
  durability.set({ setting: 'fsync' }, Number(fsync === 'on'))
  durability.set({ setting: 'full_page_writes' }, Number(full_page_writes === 'on'))
  durability.set({ setting: 'synchronous_standby_names' }, Number(standbys !== ''))
  return durability
}
