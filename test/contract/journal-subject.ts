import type { Journal, JournalEngine } from '../../server/journal/journal.ts'
import type { HeldAppend } from '../support/doubles/memory-journal.ts'

/** What the suite needs from an adapter. */
export interface JournalSubject {
  journals: JournalEngine
  /** The next append waits before it is durable. */
  holdNext(): HeldAppend | Promise<HeldAppend>
  /** The next append fails because the disk is full. */
  fillNext(): void | Promise<void>
  /** The next append fails in a way after which nothing may be appended; absent where there is no such failure. */
  failNext?(): void
  /** Opens the journal as another node; absent where a journal has one node. */
  openElsewhere?(): Promise<Journal>
  /** Releases everything. */
  end(): Promise<void>
}

export interface Opened {
  subject: JournalSubject
  journal: Journal
}

export type Promises = Record<string, (at: Opened) => Promise<void>>
