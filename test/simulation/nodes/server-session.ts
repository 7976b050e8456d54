import type { Coverage } from '../coverage.ts'
import { type Effect, type NewGroup, runStatement, type Statement, type Tables } from './tables.ts'
import type { TurnLock } from './turn-lock.ts'

/** What the server sends to a client. */
export type FromServer =
  | { kind: 'answer'; rows: object[]; rowCount: number; command: string }
  | { kind: 'error'; code: string; message: string }
  | { kind: 'notification'; payload: string }
  | { kind: 'closed'; message: string }

/** A commit may be answered; or its connection breaks, and it is durable or not. */
export type CommitFate = 'answered' | 'unanswered' | 'undone'

/** What a session needs of its server. */
interface SessionServer {
  readonly tables: Tables
  readonly coverage: Coverage
  readonly nowMs: number
  readonly wallMs: number
  after(delayMs: number, run: () => void): { cancel(): void }
  /** Until this work is done. */
  pause(work: 'statement' | 'commit'): Promise<void>
  lockOf(key: string): TurnLock
  /** Ends the sessions that hold one of these locks, and have waited for their clients for so long. */
  endStuck(keys: readonly number[], forMs: number): void
  /** Whether a new group finds no space. */
  takesFull(): boolean
  fateOfCommit(): CommitFate
  granted(session: ServerSession): void
  released(session: ServerSession, lock: TurnLock): void
  committed(session: ServerSession, groups: readonly NewGroup[]): void
  announce(payload: string): void
  ended(session: ServerSession): void
}

interface Transaction {
  isAborted: boolean
  /** How long the client may keep it open without a statement. */
  idleMs: number
  lock: TurnLock | null
  changes: ((tables: Tables) => void)[]
  groups: NewGroup[]
}

class SqlError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** The server's side of a connection: it answers one statement after the other, also those of a client that has gone. */
export class ServerSession {
  /** Who connected. */
  readonly machine: number
  readonly #server: SessionServer
  readonly #send: (message: FromServer) => void
  readonly #inbox: (Statement | 'end')[] = []
  #transaction: Transaction | null = null
  #isBusy = false
  #isOpen = true
  #isCommitting = false
  #answeredAtMs = 0
  #idleTimer: { cancel(): void } | null = null
  isListening = false

  constructor(server: SessionServer, machine: number, send: (message: FromServer) => void) {
    this.#server = server
    this.machine = machine
    this.#send = send
  }

  /** A statement has arrived, or the end of the connection. */
  receive(message: Statement | 'end'): void {
    if (!this.#isOpen) return
    this.#inbox.push(message)
    if (!this.#isBusy) void this.#work()
  }

  /** A part of a statement has arrived: the limit is only for a client that sends nothing. */
  receiveHalf(): void {
    this.#idleTimer?.cancel()
  }

  /** Ends it if it has waited for its client for so long. */
  endIfStuck(forMs: number): void {
    if (this.#isBusy || this.#server.nowMs - this.#answeredAtMs < forMs) return
    this.#server.coverage.count('nodes: a turn ended by another node')
    this.terminate('terminating connection due to administrator command')
  }

  announce(payload: string): void {
    this.#send({ kind: 'notification', payload })
  }

  /** Ends it from the server's side; what was not committed is undone. */
  terminate(message: string): void {
    if (!this.#isOpen) return
    this.#end()
    this.#send({ kind: 'closed', message })
  }

  /** The server crashed: a commit under way may have become durable or not. Nobody is told if `isSilent`. */
  crash({ isSilent, keepsCommit }: { isSilent: boolean; keepsCommit: boolean }): void {
    if (this.#isCommitting && keepsCommit) this.#apply()
    this.#end()
    if (!isSilent) this.#send({ kind: 'closed', message: 'terminating connection due to a crash' })
  }

  async #work(): Promise<void> {
    this.#isBusy = true
    this.#idleTimer?.cancel()
    for (let next = this.#inbox.shift(); next; next = this.#inbox.shift()) {
      await this.#server.pause('statement')
      if (!this.#isOpen) return
      if (next === 'end') return this.#end()
      const answer = await this.#answer(next)
      if (!this.#isOpen) return
      this.#send(answer)
    }
    this.#isBusy = false
    this.#answeredAtMs = this.#server.nowMs
    if (!this.#transaction) return
    this.#idleTimer = this.#server.after(this.#transaction.idleMs, () => {
      this.#server.coverage.count('nodes: a turn ended by its limit')
      this.terminate('terminating connection due to idle-in-transaction timeout')
    })
  }

  async #answer(statement: Statement): Promise<FromServer> {
    try {
      const text = statement.text.replace(/\s+/g, ' ').trim()
      const command = text.split(' ', 1)[0]!.toUpperCase()
      if (command === 'BEGIN') return await this.#begin(text)
      if (command === 'ROLLBACK') return this.#rollback()
      if (command === 'COMMIT') return await this.#commit()
      if (this.#transaction?.isAborted) throw new SqlError('25P02', 'current transaction is aborted')
      if (text.startsWith('select pg_terminate_backend(pid) from pg_locks')) {
        const keys = /objid in \(([^)]*)\)/
          .exec(text)![1]!
          .split(',')
          .map((oid) => Number(oid) | 0)
        this.#server.endStuck(keys, Number(/'(\d+) milliseconds'/.exec(text)![1]))
        return answerTo('SELECT')
      }
      if (text.startsWith('insert into souk_groups') && this.#server.takesFull())
        throw new SqlError('53100', 'could not extend file: No space left on device')
      const { rows, rowCount } = this.#take(
        runStatement(this.#server.tables, { ...statement, text }, this.#server.wallMs),
      )
      return { kind: 'answer', rows, rowCount, command }
    } catch (error) {
      if (!(error instanceof SqlError)) throw error
      if (this.#transaction) this.#transaction.isAborted = true
      return { kind: 'error', code: error.code, message: error.message }
    }
  }

  async #begin(text: string): Promise<FromServer> {
    const limit = (name: string): number => Number(new RegExp(`${name} = (\\d+)`).exec(text)?.[1] ?? Infinity)
    const key = /pg_advisory_xact_lock\(([^)]*)\)/.exec(text)?.[1]
    const lock = key === undefined ? null : this.#server.lockOf(key)
    const idleMs = limit('idle_in_transaction_session_timeout')
    this.#transaction = { isAborted: false, idleMs, lock, changes: [], groups: [] }
    if (lock && !(await lock.acquire(this, limit('lock_timeout'))))
      throw new SqlError('55P03', 'canceling statement due to lock timeout')
    if (lock) this.#server.granted(this)
    return answerTo('BEGIN')
  }

  #rollback(): FromServer {
    this.#leaveTransaction()
    return answerTo('ROLLBACK')
  }

  async #commit(): Promise<FromServer> {
    if (this.#transaction?.isAborted) return this.#rollback()
    const fate = this.#transaction?.groups.length ? this.#server.fateOfCommit() : 'answered'
    if (fate === 'undone') {
      this.terminate('the connection broke before the commit')
      return answerTo('ROLLBACK')
    }
    this.#isCommitting = true
    await this.#server.pause('commit')
    if (!this.#isOpen) return answerTo('ROLLBACK')
    this.#apply()
    this.#leaveTransaction()
    if (fate === 'unanswered') this.terminate('the connection broke after the commit')
    return answerTo('COMMIT')
  }

  #take(effect: Effect): Effect {
    if (effect.listens) this.isListening = true
    if (this.#transaction) {
      if (effect.change) this.#transaction.changes.push(effect.change)
      if (effect.group) this.#transaction.groups.push(effect.group)
    } else effect.change?.(this.#server.tables)
    if (effect.announcement !== undefined) this.#server.announce(effect.announcement)
    return effect
  }

  #apply(): void {
    this.#isCommitting = false
    const { changes = [], groups = [] } = this.#transaction ?? {}
    for (const change of changes) change(this.#server.tables)
    if (groups.length > 0) this.#server.committed(this, groups)
  }

  #leaveTransaction(): void {
    const lock = this.#transaction?.lock
    this.#transaction = null
    if (!lock) return
    if (lock.isHeldBy(this)) this.#server.released(this, lock)
    lock.release(this)
  }

  #end(): void {
    this.#isOpen = false
    this.#idleTimer?.cancel()
    this.#leaveTransaction()
    this.#server.ended(this)
  }
}

const answerTo = (command: string): FromServer => ({ kind: 'answer', rows: [], rowCount: 0, command })
