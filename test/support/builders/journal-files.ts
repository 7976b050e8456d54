import type { Disk } from '../../../server/disk/disk.ts'
import { FileJournal } from '../../../server/journal/file-journal.ts'
import { entriesIn, JournalDamage } from '../../../server/journal/journal.ts'
import type { Tear } from '../../../server/journal/journal-recovery.ts'
import type { JournalBounds } from '../../../server/journal/journal-segments.ts'
import type { Entry } from '../../../server/market/event.ts'
import { appendGroups } from './entries.ts'

export const journalFolder = '/souk'
export const firstFile = `${journalFolder}/journal-0000000000000001.jsonl`
export const sealFile = `${journalFolder}/journal-seal.json`

export interface StartOptions {
  from?: number
  knownDurableSeq?: number
  bounds?: Partial<JournalBounds>
  report?: (tear: Tear) => void
}

export function openJournal(
  disk: Disk,
  { from = 0, knownDurableSeq = 0, bounds = {}, report = () => {} }: StartOptions = {},
): Promise<FileJournal> {
  const allBounds = { segmentBytesMax: 1024 ** 2, readChunkBytes: 4096, ...bounds }
  return FileJournal.open({ disk, folder: journalFolder, from, knownDurableSeq, report, bounds: allBounds })
}

/** Writes a journal with groups of these sizes; without a seal, it ends as if the process had been killed. */
export async function writeJournal(
  disk: Disk,
  sizes: readonly number[],
  { sealed = false, bounds = {} }: { sealed?: boolean; bounds?: Partial<JournalBounds> } = {},
): Promise<void> {
  const journal = await openJournal(disk, { bounds })
  await appendGroups(journal, 0, sizes)
  if (sealed) await journal.close()
}

/** The result of a start on the files. */
export type Start = { kind: 'started'; entries: Entry[]; tears: Tear[] } | { kind: 'damage'; message: string }

/** Starts on the files and reads all; throws any error other than reported damage. */
export async function startOn(disk: Disk, options: StartOptions = {}): Promise<Start> {
  const tears: Tear[] = []
  try {
    const journal = await openJournal(disk, { ...options, report: (tear) => tears.push(tear) })
    return { kind: 'started', entries: await entriesIn(journal.read({ after: 0 })), tears }
  } catch (error) {
    if (error instanceof JournalDamage) return { kind: 'damage', message: error.message }
    throw error
  }
}

/** Where each line of a file ends, its line break included. */
export function lineEndsOf(content: Buffer): number[] {
  return [...content.entries()].filter(([, byte]) => byte === 0x0a).map(([index]) => index + 1)
}
