import type { Disk } from '../../../server/disk/disk.ts'
import { type AppendState, assertGroup, assertMayAppend } from '../../../server/journal/append-rules.ts'
import { FileJournal } from '../../../server/journal/file-journal.ts'
import {
  type Appended,
  type Inspected,
  type Inspector,
  type Journal,
  JournalDamage,
  type JournalEngine,
  JournalFailure,
  type ReadRange,
  type Replay,
} from '../../../server/journal/journal.ts'
import type { Entry } from '../../../server/market/event.ts'
import { upcastEntry } from '../../../server/versions/steps.ts'

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
 * A journal in memory. It keeps the entries as JSON, so that nobody shares an object with it. An append is `behind`
 * after {@link MemoryJournal.appendElsewhere}.
 */
export class MemoryJournal implements Journal {
  readonly #lines: string[]
  readonly #wakes: (() => void)[] = []
  readonly #faults: AppendFault[] = []
  #held: { reach: () => void; released: Promise<void> } | null = null
  #state: AppendState = { kind: 'open' }

  constructor(lines: string[] = []) {
    this.#lines = lines
  }

  /** The seq of the last durable entry, 0 when there is none. */
  get seq(): number {
    return this.#lines.length
  }

  read(range: ReadRange): AsyncIterable<Entry[]> {
    return readLines(this.#lines, { upTo: this.seq, ...range })
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

  /** Entries of another node: the next append is `behind` them, and listeners are called. */
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

const parse = (line: string): Entry => upcastEntry(JSON.parse(line))

async function* readLines(
  lines: readonly string[],
  { after, upTo = lines.length }: ReadRange,
): AsyncGenerator<Entry[], void, undefined> {
  if (upTo > lines.length)
    throw new JournalDamage(`entry ${upTo} was written, and the last one is ${lines.length}`)
  // Each alone, so that a reader sees what comes between two of them.
  for (const line of lines.slice(after, upTo)) yield [parse(line)]
}

/** Where journals in memory are kept from one start to the next. */
export class MemoryJournals implements JournalEngine {
  /** What was opened last. */
  opened = new MemoryJournal()
  readonly #lines: string[] = []

  async open({ after, replay }: { after: number; replay: Replay }): Promise<MemoryJournal> {
    for await (const entries of readLines(this.#lines, {
      after: 0,
      upTo: Math.max(after, this.#lines.length),
    })) {
      if (entries[0]!.seq > after) replay(entries, this.#lines.length)
    }
    this.opened = new MemoryJournal(this.#lines)
    return this.opened
  }

  read(range: ReadRange): AsyncIterable<Entry[]> {
    return readLines(this.#lines, range)
  }

  async inspect({ entry }: Inspector): Promise<Inspected> {
    for (const line of this.#lines) entry(parse(line))
    return { files: 1, unfinished: null }
  }

  async copyTo(disk: Disk, folder: string): Promise<number> {
    const copy = await FileJournal.open({ disk, folder, from: 0, knownDurableSeq: 0, report: () => {} })
    await copy.append(0, this.#lines.map(parse))
    await copy.close()
    return this.#lines.join().length
  }
}
