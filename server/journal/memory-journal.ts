import type { Entry } from '../market/event.ts'
import { upcastEntry } from '../versions/steps.ts'
import { type AppendState, assertGroup, assertMayAppend } from './append-rules.ts'
import { type Appended, type Journal, JournalFailure } from './journal.ts'

/**
 * What a test makes of the next append.
 * - `unknown`, `failed`: the answer is lost, or the disk fails; `durable` says whether the entries are there
 *   all the same.
 */
export type AppendFault =
  | { kind: 'full' }
  | { kind: 'unknown'; durable: boolean }
  | { kind: 'failed'; durable: boolean }

/** An append that waits. */
export interface HeldAppend {
  /** Resolves when the append has come, and waits. */
  reached: Promise<void>
  release(): void
}

/**
 * The journal in memory, for tests: it keeps the entries as JSON, so that nobody shares an object with it.
 * `behind` comes about as in life, by {@link appendElsewhere}.
 */
export class MemoryJournal implements Journal {
  readonly #lines: string[]
  readonly #wakes: (() => void)[] = []
  readonly #faults: AppendFault[] = []
  #held: { reach: () => void; released: Promise<void> } | null = null
  #state: AppendState = { kind: 'open' }

  constructor(entries: readonly Entry[] = []) {
    this.#lines = entries.map((entry) => JSON.stringify(entry))
  }

  /** The seq of the last durable entry, 0 when there is none. */
  get seq(): number {
    return this.#lines.length
  }

  async *read(after: number): AsyncGenerator<Entry, void, undefined> {
    for (const line of this.#lines.slice(after)) yield parse(line)
  }

  async append(after: number, entries: readonly Entry[]): Promise<Appended> {
    assertMayAppend(this.#state)
    assertGroup(this.seq, after, entries)
    this.#become({ kind: 'appending' })
    try {
      await this.#waitWhileHeld()
      return this.#appendNow(after, entries)
    } finally {
      if (this.#state.kind === 'appending') this.#become({ kind: 'open' })
    }
  }

  onAppended(wake: () => void): void {
    this.#wakes.push(wake)
  }

  async close(): Promise<void> {
    if (this.#state.kind === 'appending') throw new Error('close while an append is under way')
    this.#become({ kind: 'closed' })
  }

  /** The next append meets this fault; call it again for the one after that. */
  failNext(fault: AppendFault): void {
    this.#faults.push(fault)
  }

  /** The next append waits until it is released. */
  holdNext(): HeldAppend {
    const reached = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    this.#held = { reach: reached.resolve, released: released.promise }
    return { reached: reached.promise, release: released.resolve }
  }

  /** Entries of another node: the next append is `behind` them, and who listens is woken. */
  appendElsewhere(entries: readonly Entry[]): void {
    assertGroup(this.seq, this.seq, entries)
    this.#add(entries)
    for (const wake of this.#wakes) wake()
  }

  #become(state: AppendState): void {
    this.#state = state
  }

  async #waitWhileHeld(): Promise<void> {
    const held = this.#held
    this.#held = null
    held?.reach()
    await held?.released
  }

  #appendNow(after: number, entries: readonly Entry[]): Appended {
    if (after < this.seq) return { kind: 'behind', entries: this.#lines.slice(after).map(parse) }
    const fault = this.#faults.shift() ?? null
    if (fault === null || (fault.kind !== 'full' && fault.durable)) this.#add(entries)
    switch (fault?.kind) {
      case undefined:
        return { kind: 'appended' }
      case 'full':
      case 'unknown':
        return { kind: fault.kind }
      case 'failed':
        throw this.#fail()
    }
  }

  #fail(): JournalFailure {
    const failure = new JournalFailure('The disk failed, as the test asked it to.')
    this.#become({ kind: 'failed', failure })
    return failure
  }

  #add(entries: readonly Entry[]): void {
    for (const entry of entries) this.#lines.push(JSON.stringify(entry))
  }
}

function parse(line: string): Entry {
  return upcastEntry(JSON.parse(line))
}
