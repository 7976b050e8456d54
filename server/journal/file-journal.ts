import { join } from 'node:path'
import { type DiskFile, isOutOfFiles, isOutOfSpace, isShortage, writeAll } from '../disk/disk.ts'
import { formatSum } from '../disk/summed-json.ts'
import { messageOf } from '../errors/explained.ts'
import type { Entry } from '../market/event.ts'
import { type AppendState, assertGroup, assertMayAppend } from './append-rules.ts'
import { type Appended, entriesIn, type Journal, JournalFailure, type ReadRange } from './journal.ts'
import { GroupEncoder, journalVersion } from './journal-line.ts'
import { readEntries } from './journal-reader.ts'
import { type JournalEnd, type RecoveryOptions, recoverJournal } from './journal-recovery.ts'
import type { Waypoint } from './journal-scan.ts'
import { type JournalBounds, type JournalFolder, journalBounds, segmentOf } from './journal-segments.ts'
import { writeMarker } from './shutdown-marker.ts'

/** The folder must be locked for this process (`lockFolder`). */
export interface FileJournalOptions extends RecoveryOptions, Omit<JournalFolder, 'bounds'> {
  bounds?: JournalBounds
  /** Called when appends begin to fail for lack of space or open files, and with null when they succeed again. */
  onShortage?: ShortageListener | undefined
}

type ShortageListener = (error: unknown) => void

/**
 * The journal in files of one folder: one line of JSON per entry (`journal-line.ts` describes it), one sync per
 * group, a new file every 64 MB. Group n+1 is written only after n was synced, so that a start can tell a torn tail,
 * which was never acknowledged, from damage.
 *
 * It is `open` between appends. A group for which there is no space, or no open file, is cut off again, as if it had
 * never been written. After any other failure it is unknown what the disk holds, and the journal stays `failed`: the
 * sync after a failed one may succeed although the data is gone (Rebello et al., "Can Applications Recover from fsync
 * Failures?", ATC 2020). What is durable can still be read.
 */
export class FileJournal implements Journal {
  readonly #files: JournalFolder
  readonly #encoder = new GroupEncoder()
  readonly #waypoints: readonly Waypoint[]
  readonly #onShortage: ShortageListener | undefined
  #end: JournalEnd
  /** The newest file; null before the first append. */
  #file: DiskFile | null
  #state: AppendState = { kind: 'open' }
  /** Whether the last append failed for lack of space or open files. */
  #isShort = false

  /** Opens the folder's journal; throws a JournalDamage when the entries cannot be trusted. */
  static async open({ disk, folder, bounds = journalBounds, ...options }: FileJournalOptions) {
    const files = { disk, folder, bounds }
    const { end, waypoints } = await recoverJournal(files, options)
    const file = end.segment && (await disk.open(join(folder, end.segment.name), 'edit'))
    return new FileJournal(files, end, waypoints, file, options.onShortage)
  }

  private constructor(
    files: JournalFolder,
    end: JournalEnd,
    waypoints: readonly Waypoint[],
    file: DiskFile | null,
    onShortage: ShortageListener | undefined,
  ) {
    this.#files = files
    this.#end = end
    this.#waypoints = waypoints
    this.#onShortage = onShortage
    this.#file = file
  }

  /** The seq of the last durable entry, 0 when there is none. */
  get seq(): number {
    return this.#end.seq
  }

  read({ after, upTo = this.#end.seq }: ReadRange): AsyncIterable<readonly Entry[]> {
    return readEntries(this.#files, { after, upTo }, this.#waypoints)
  }

  async append(after: number, entries: readonly Entry[]): Promise<Appended> {
    assertMayAppend(this.#state)
    assertGroup(this.#end.seq, after, entries)
    if (after < this.#end.seq) return { kind: 'behind', entries: await entriesIn(this.read({ after })) }
    this.#state = { kind: 'appending' }
    try {
      const appended = await this.#appendGroup(entries)
      if (this.#isShort && appended.kind === 'appended') {
        this.#isShort = false
        this.#onShortage?.(null)
      }
      this.#state = { kind: 'open' }
      return appended
    } catch (error) {
      const failure = new JournalFailure(
        `The disk failed while entries from ${after + 1} on were written, so that it cannot be known what it holds: ${messageOf(error)}`,
        { cause: error },
      )
      this.#state = { kind: 'failed', failure }
      throw failure
    }
  }

  /** Files have no other node. */
  onAppended(): void {}

  async close(): Promise<void> {
    if (this.#state.kind === 'appending') throw new Error('close while an append is under way')
    if (this.#state.kind === 'closed') return
    // A file that has no entry yet has no last entry for the marker to name.
    const hasEntries = this.#end.segment === null || this.#end.seq >= this.#end.segment.first
    const isClean = this.#state.kind === 'open' && hasEntries
    this.#state = { kind: 'closed' }
    try {
      if (isClean) await writeMarker(this.#files.disk, this.#files.folder, this.#end)
    } finally {
      await this.#file?.close()
    }
  }

  #appendGroup(entries: readonly Entry[]): Promise<Appended> {
    const { segment, bytes, seq } = this.#end
    const hasEntries = segment !== null && seq >= segment.first
    return this.#file === null || (hasEntries && bytes >= this.#files.bounds.segmentBytesMax)
      ? this.#startSegment(entries)
      : this.#extendSegment(this.#file, entries)
  }

  async #extendSegment(file: DiskFile, entries: readonly Entry[]): Promise<Appended> {
    const { segment, bytes: durableBytes, seq } = this.#end
    const group = this.#encoder.encode(entries, this.#end.sum, null)
    try {
      await writeAll(file, group.bytes, durableBytes)
    } catch (error) {
      if (!isOutOfSpace(error)) throw error
      this.#noteShortage(error)
      await file.truncate(durableBytes)
      await file.sync()
      return { kind: 'full' }
    }
    await file.sync()
    this.#end = {
      segment,
      bytes: durableBytes + group.bytes.length,
      seq: seq + entries.length,
      sum: group.sum,
    }
    return { kind: 'appended' }
  }

  async #startSegment(entries: readonly Entry[]): Promise<Appended> {
    const { segment: previous, seq, sum } = this.#end
    const segment = segmentOf(seq + 1)
    const group = this.#encoder.encode(entries, sum, {
      journal: journalVersion,
      first: segment.first,
      previous: previous?.first ?? 0,
      after: formatSum(sum),
    })
    const path = join(this.#files.folder, segment.name)
    const file = await this.#writeNewFile(path, group.bytes)
    if (file === null) return { kind: 'full' }
    const former = this.#file
    this.#file = file
    await former?.close()
    await file.sync()
    if (!(await this.#syncNames())) {
      // The name is not durable, and the group was not acknowledged: the next append makes another file.
      this.#file = null
      await file.close()
      await this.#files.disk.remove(path)
      return { kind: 'full' }
    }
    this.#end = { segment, bytes: group.bytes.length, seq: seq + entries.length, sum: group.sum }
    return { kind: 'appended' }
  }

  /** Null when there was no space for the file; nothing of it is left then. */
  async #writeNewFile(path: string, bytes: Uint8Array): Promise<DiskFile | null> {
    let file: DiskFile | null = null
    try {
      file = await this.#files.disk.open(path, 'create')
      await writeAll(file, bytes, 0)
      return file
    } catch (error) {
      await file?.close()
      if (!isShortage(error)) throw error
      this.#noteShortage(error)
      if (file !== null) {
        await this.#files.disk.remove(path)
        await this.#syncNames()
      }
      return null
    }
  }

  /** False where the folder could not be opened: nothing was synced, so the caller may retry. */
  async #syncNames(): Promise<boolean> {
    try {
      await this.#files.disk.syncFolder(this.#files.folder)
      return true
    } catch (error) {
      if (!isOutOfFiles(error)) throw error
      this.#noteShortage(error)
      return false
    }
  }

  #noteShortage(error: unknown): void {
    if (!this.#isShort) this.#onShortage?.(error)
    this.#isShort = true
  }
}
