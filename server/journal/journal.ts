import type { Disk } from '../disk/disk.ts'
import { Explained } from '../errors/explained.ts'
import type { Entry } from '../market/event.ts'

/**
 * An engine that keeps a market's journal: files in a folder, say. Everything that reads or writes a journal goes
 * through this port, and every adapter passes `test/contract/journal.ts`.
 */
export interface JournalEngine {
  /**
   * Opens the journal for this process alone to append to, and hands `replay` every entry with a seq above `after`,
   * oldest first. Nothing of them counts before this has resolved. Throws a {@link JournalDamage} where the entries
   * cannot be trusted, or end before `after`, which is known to be durable.
   */
  open(start: { after: number; replay: Replay }): Promise<Journal>
  /** Reads durable entries, also beside the process that appends. Throws a {@link JournalDamage}. */
  read(range: ReadRange): AsyncIterable<readonly Entry[]>
  /**
   * The entry with this seq, null where there is none. Only where other nodes may have replaced the history since this
   * machine made a snapshot of it.
   */
  entryAt?(seq: number): Promise<Entry | null>
  /** Reads all entries that are readable, also beside the process that appends, and reports damage instead of throwing. */
  inspect(inspector: Inspector): Promise<Inspected>
  /**
   * Writes a copy, as journal files, into a folder that has none, also beside the process that appends: all entries
   * that were durable when it began. Durable once the folder is synced. Returns its bytes.
   */
  copyTo(disk: Disk, folder: string): Promise<number>
}

/** The one order of all that was ever accepted, open for this process to append to. */
export interface Journal {
  /**
   * Durable entries, oldest first, some at a time. Never yields an entry that an append has not made durable.
   * Throws a {@link JournalDamage} where the entries cannot be trusted, and a {@link JournalAway}.
   */
  read(range: ReadRange): AsyncIterable<readonly Entry[]>
  /**
   * Takes the turn to append, which other nodes wait for: decide and append, or `pass`, at once. Entries that other
   * nodes appended after `after` come with it. A journal that only one node appends to has no turns.
   */
  begin?(after: number): Promise<Begun>
  /** Ends a turn in which nothing is appended. */
  pass?(): void
  /**
   * Makes `entries` durable as one group, the first of which has the seq `after + 1`. It keeps no reference to them.
   * Takes the turn if `begin` did not, and ends it. Throws a plain error, and appends nothing, if another append is
   * under way or a seq is missing. Throws a {@link JournalFailure} if the contents of the disk are unknown, and then on
   * every later call too: the process must stop.
   */
  append(after: number, entries: readonly Entry[]): Promise<Appended>
  /** Calls `wake` when another node may have appended; a journal in files has no other node. */
  onAppended(wake: () => void): void
  /** Marks a clean shutdown, unless it failed, and releases its files; not while an append is under way. */
  close(): Promise<void>
}

/** All entries of a reading, in memory at once. */
export const entriesIn = async (reading: AsyncIterable<readonly Entry[]>): Promise<Entry[]> =>
  (await Array.fromAsync(reading)).flat()

/** Takes entries as they are read, oldest first. The journal has at least the entries up to `reachedSeq`. */
export type Replay = (entries: readonly Entry[], reachedSeq: number) => void

/** Which entries to read: those with a seq above `after`, up to `upTo`. */
export interface ReadRange {
  after: number
  /**
   * A seq that is known to be durable; a journal that ends before it is damaged. Without it, reading ends with the last
   * entry that is durable for the process that appends; beside that process, with the last whole one.
   */
  upTo?: number
}

/** Receives what an inspection reads. */
export interface Inspector {
  entry(entry: Entry): void
  /** `seq` is 0 where the damage belongs to no entry. */
  damage(seq: number, message: string): void
}

export interface Inspected {
  /** How many files the journal has. */
  files: number
  /** Where it ends in an entry that is being written, or that a crash cut; null where it does not. */
  unfinished: string | null
}

export type Begun =
  /** It is this node's turn. Apply the entries first. */
  | { kind: 'turn'; entries: readonly Entry[] }
  /** It is not, since too much is missing: apply the entries, and begin again. */
  | { kind: 'behind'; entries: readonly Entry[] }
  /** The journal cannot be reached; nothing is known of what others append. */
  | { kind: 'away' }

/** The outcome of an append. */
export type Appended =
  /** Durable, all of it. */
  | { kind: 'appended' }
  /** Another was first: apply these, decide the same commands again, append again. */
  | { kind: 'behind'; entries: readonly Entry[] }
  /** There is no space; nothing of it is left. */
  | { kind: 'full' }
  /** The outcome is unknown: nothing may be decided before `read` has shown it. */
  | { kind: 'unknown' }

/** The journal's bytes are not what was written; the message says where. Stops the start. */
export class JournalDamage extends Error {
  override name = 'JournalDamage'
}

/** The journal has lost entries that this process has read from it, or is another one. */
export class JournalFork extends JournalDamage {
  override name = 'JournalFork'
}

/** The disk failed in a way after which nothing more may be acknowledged (a failed fsync, say). */
export class JournalFailure extends Error {
  override name = 'JournalFailure'
}

/** The journal cannot be reached now; later it may. What was asked of it may have happened. */
export class JournalAway extends Error {
  override name = 'JournalAway'
}

/** After an unclean stop, the disk is too full to make the journal's end safe. Nothing is lost; start again with more space. */
export class JournalNeedsSpace extends Explained {
  override name = 'JournalNeedsSpace'

  constructor(bytes: number) {
    super(
      `The disk is full: ${bytes} bytes are needed to make the end of the journal safe before anything is sold. Free some, and start again; files with "snapshot" in their name may always be removed.`,
    )
  }
}
