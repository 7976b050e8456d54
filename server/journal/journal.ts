import { Explained } from '../errors/explained.ts'
import type { Entry } from '../market/event.ts'

/**
 * The journal's port: the one order of all that was ever accepted. Every adapter passes
 * `test/contract/journal.ts`.
 */
export interface Journal {
  /**
   * Durable entries with a seq above `after`, oldest first. Never yields an entry that an append has not
   * made durable. Throws a {@link JournalDamage} where the entries cannot be trusted.
   */
  read(after: number): AsyncIterable<Entry>
  /**
   * Makes `entries` durable as one group, the first of which has the seq `after + 1`, and keeps nothing of
   * them. One call at a time, and no gaps: else it throws a plain error, and nothing has happened. Throws a
   * {@link JournalFailure} when it cannot be known what the disk holds, then and ever after: the process must
   * stop.
   */
  append(after: number, entries: readonly Entry[]): Promise<Appended>
  /** Calls `wake` when entries of another node may have come; one journal file has no other node. */
  onAppended(wake: () => void): void
  /** Seals the journal, unless it failed, and lets go of its files; not while an append is under way. */
  close(): Promise<void>
}

/** What became of an append. */
export type Appended =
  /** Durable, all of it. */
  | { kind: 'appended' }
  /** Another was first: apply these, decide the same commands again, append again. */
  | { kind: 'behind'; entries: readonly Entry[] }
  /** There is no space; cut back durably, as if it had never been asked. */
  | { kind: 'full' }
  /** The answer was lost: nothing may be decided until `read` has told. */
  | { kind: 'unknown' }

/** The journal's bytes are not what was written: where, and what was found. Stops the start. */
export class JournalDamage extends Error {
  override name = 'JournalDamage'
}

/** The disk failed in a way after which nothing more may be acknowledged (a failed fsync, say). */
export class JournalFailure extends Error {
  override name = 'JournalFailure'
}

/** The disk is too full to make a journal safe that was not stopped in order. Nothing is lost; try again with space. */
export class JournalNeedsSpace extends Explained {
  override name = 'JournalNeedsSpace'

  constructor(bytes: number) {
    super(
      `The disk is full: ${bytes} bytes are needed to make the end of the journal safe before anything is sold. Free some, and start again; files with "snapshot" in their name may always be removed.`,
    )
  }
}
