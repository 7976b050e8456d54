import { join } from 'node:path'
import { type Disk, readFileIfThere, writeFileDurably } from '../disk/disk.ts'
import { formatSum, parseJson, parseSum } from '../disk/summed-json.ts'
import { JournalDamage } from './journal.ts'

/**
 * A clean shutdown leaves this beside the journal: the seq and sum of its last entry. It stays true whatever is appended
 * later.
 */
export interface ShutdownMarker {
  seq: number
  sum: number
}

export const markerName = 'journal-seal.json'

export async function writeMarker(disk: Disk, folder: string, { seq, sum }: ShutdownMarker): Promise<void> {
  const text = `${JSON.stringify({ seq, sum: formatSum(sum) })}\n`
  await writeFileDurably(disk, join(folder, markerName), Buffer.from(text))
}

/** Null when there was no clean shutdown yet. Throws a {@link JournalDamage} if it cannot be read. */
export async function readMarker(disk: Disk, folder: string): Promise<ShutdownMarker | null> {
  const bytes = await readFileIfThere(disk, join(folder, markerName))
  if (bytes === null) return null
  const marker = parseMarker(bytes.toString())
  if (marker !== null) return marker
  throw new JournalDamage(
    `The journal is damaged at ${markerName}, offset 0: it does not say with which entry the journal ended at its last clean stop. To start without that check, remove this file.`,
  )
}

function parseMarker(text: string): ShutdownMarker | null {
  const value = parseJson(text)
  if (typeof value !== 'object' || value === null || !('seq' in value) || !('sum' in value)) return null
  const sum = typeof value.sum === 'string' ? parseSum(value.sum) : null
  return typeof value.seq === 'number' && sum !== null ? { seq: value.seq, sum } : null
}
