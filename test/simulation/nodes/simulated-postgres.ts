import { marketJournal, waitForLock } from '../../../server/postgres/locks.ts'
import type { SeededRandom } from '../../../shared/seeded-random.ts'
import type { Coverage } from '../coverage.ts'
import { beginsAt } from '../market-process.ts'
import type { Scheduler } from '../scheduler.ts'
import { type CommitFate, type FromServer, ServerSession } from './server-session.ts'
import { type NewGroup, Tables } from './tables.ts'
import { TurnLock } from './turn-lock.ts'

export interface SimulatedPostgresParts {
  scheduler: Scheduler
  random: SeededRandom
  coverage: Coverage
  /** How long a commit takes at most, while the disk is not slow. */
  commitMsMax: number
  /** Groups became durable. */
  onCommitted(machine: number, groups: readonly NewGroup[]): void
  /** A machine has a turn now. */
  onGranted?(machine: number): void
  onReleased?(machine: number, heldMs: number): void
}

const statementMsMax = 0.3

/** Of the lock whose holder has the turn to append; records have another one. */
const keyOf = (statement: string): string => statement.slice('select pg_advisory_xact_lock('.length, -1)
const journalKey = keyOf(waitForLock(marketJournal))

/**
 * A PostgreSQL server as far as Souk uses one: sessions, transactions, advisory locks with their limits, LISTEN and
 * NOTIFY. What is committed is durable at once, and in the order of the commits.
 */
export class SimulatedPostgres {
  readonly tables = new Tables()
  readonly coverage: Coverage
  isAway = false
  /** Whether connections to it hang instead of being refused while it is away. */
  isSilent = false
  slowness = 1
  /** The share of commits whose connection breaks. */
  lostCommits = 0
  /** The next group finds no space. */
  isFull = false
  /** What happens to an announcement. */
  announcements: { lost: number; lateMsMax: number } = { lost: 0, lateMsMax: 0 }
  /** The next commits wait for this. */
  held: { reach(): void; released: Promise<void> } | null = null
  readonly #parts: SimulatedPostgresParts
  readonly #sessions = new Set<ServerSession>()
  readonly #locks = new Map<string, TurnLock>()

  constructor(parts: SimulatedPostgresParts) {
    this.#parts = parts
    this.coverage = parts.coverage
  }

  get nowMs(): number {
    return this.#parts.scheduler.nowMs
  }

  /** The server's clock, which is right. */
  get wallMs(): number {
    return beginsAt + this.#parts.scheduler.nowMs
  }

  connect(machine: number, send: (message: FromServer) => void): ServerSession {
    const session = new ServerSession(this, machine, send)
    this.#sessions.add(session)
    return session
  }

  /** The server stops; its connections break, or only fall silent. */
  crash(isSilent: boolean): void {
    const { random } = this.#parts
    this.isAway = true
    this.isSilent = isSilent
    for (const session of [...this.#sessions]) session.crash({ isSilent, keepsCommit: random.chance(0.5) })
  }

  comeBack(): void {
    this.isAway = false
    this.isSilent = false
  }

  /** The new primary lacks the last groups. */
  loseGroups(count: number): void {
    this.tables.groups = this.tables.groups.slice(0, -count)
  }

  after(delayMs: number, run: () => void): { cancel(): void } {
    return delayMs === Infinity ? { cancel: () => undefined } : this.#parts.scheduler.after(delayMs, run)
  }

  async pause(work: 'statement' | 'commit'): Promise<void> {
    const { random, commitMsMax, scheduler } = this.#parts
    const { held } = this
    if (held && work === 'commit') {
      this.held = null
      held.reach()
      await held.released
    }
    const ms = random.fraction() * (work === 'commit' ? commitMsMax * this.slowness : statementMsMax)
    await new Promise<void>((resume) => scheduler.after(ms, resume))
  }

  lockOf(key: string): TurnLock {
    const lock = this.#locks.get(key) ?? new TurnLock(this.#parts.scheduler)
    this.#locks.set(key, lock)
    return lock
  }

  endStuck(keys: readonly number[], forMs: number): void {
    const locks = keys.map((key) => this.lockOf(keyOf(waitForLock(key))))
    for (const session of [...this.#sessions])
      if (locks.some((lock) => lock.isHeldBy(session))) session.endIfStuck(forMs)
  }

  takesFull(): boolean {
    const { isFull } = this
    this.isFull = false
    if (isFull) this.coverage.count('nodes: no space in the database')
    return isFull
  }

  fateOfCommit(): CommitFate {
    const { random } = this.#parts
    if (!random.chance(this.lostCommits)) return 'answered'
    const fate = random.chance(0.5) ? 'undone' : 'unanswered'
    this.coverage.count(
      `nodes: the answer to a commit lost, ${fate === 'undone' ? 'not committed' : 'committed'}`,
    )
    return fate
  }

  granted({ machine }: ServerSession): void {
    this.#parts.onGranted?.(machine)
  }

  released({ machine }: ServerSession, lock: TurnLock): void {
    if (this.#locks.get(journalKey) === lock) this.#parts.onReleased?.(machine, lock.contendedMs)
  }

  committed({ machine }: ServerSession, groups: readonly NewGroup[]): void {
    this.#parts.onCommitted(machine, groups)
  }

  ended(session: ServerSession): void {
    this.#sessions.delete(session)
  }

  announce(payload: string): void {
    const { random, scheduler } = this.#parts
    for (const session of this.#sessions) {
      if (!session.isListening) continue
      if (random.chance(this.announcements.lost)) {
        this.coverage.count('nodes: an announcement lost')
        continue
      }
      const lateMs = random.fraction() * this.announcements.lateMsMax
      if (lateMs > 0) this.coverage.count('nodes: an announcement late')
      scheduler.after(lateMs, () => session.announce(payload))
    }
  }
}
