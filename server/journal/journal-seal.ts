import { join } from 'node:path'
import { type Disk, readFileIfThere, writeFileDurably } from '../disk/disk.ts'
import { formatSum, parseJson, parseSum } from '../disk/summed-json.ts'
import { JournalDamage } from './journal.ts'

/**
 * What a clean stop leaves beside the journal: that it had at least the entries up to `seq`, the last of
 * which had this sum. It holds for ever, whatever is appended later.
 */
export interface Seal {
  seq: number
  sum: number
}

export const sealName = 'journal-seal.json'

export async function writeSeal(disk: Disk, folder: string, { seq, sum }: Seal): Promise<void> {
  const text = `${JSON.stringify({ seq, sum: formatSum(sum) })}\n`
  await writeFileDurably(disk, join(folder, sealName), Buffer.from(text))
}

/** The seal, null when there was no clean stop yet. Throws a {@link JournalDamage} if it cannot be read. */
export async function readSeal(disk: Disk, folder: string): Promise<Seal | null> {
  const bytes = await readFileIfThere(disk, join(folder, sealName))
  if (bytes === null) return null
  const seal = parseSeal(bytes.toString())
  if (seal !== null) return seal
  throw new JournalDamage(
    `The journal is damaged at ${sealName}, offset 0: it does not say with which entry the journal ended at its last clean stop. To start without that check, remove this file.`,
  )
}

function parseSeal(text: string): Seal | null {
  const value = parseJson(text)
  if (typeof value !== 'object' || value === null || !('seq' in value) || !('sum' in value)) return null
  const sum = typeof value.sum === 'string' ? parseSum(value.sum) : null
  return typeof value.seq === 'number' && sum !== null ? { seq: value.seq, sum } : null
}
