import { formatSum, verifySum } from '../disk/summed-json.ts'
import { JournalDamage } from '../journal/journal.ts'
import { bareLines, parseBareLines } from '../journal/journal-line.ts'
import type { LineRun } from '../journal/line-runs.ts'
import type { Entry } from '../market/event.ts'
import { upcastEntry } from '../versions/steps.ts'

/** A group as the database returns it; its numbers come as text, since they may exceed what JavaScript counts exactly. */
export interface GroupRow {
  first_seq: string
  last_seq: string
  sum: string
  lines: string
}

/** A position between two groups: the seq of the last entry before it, and the sum of its line. */
export interface Position {
  seq: number
  sum: number
  /** The first seq of the group that ends here; 0 at the beginning. */
  first: number
}

export const beginning: Position = { seq: 0, sum: 0, first: 0 }

const newline = 0x0a

export const positionAfter = ({ first_seq, last_seq, sum }: Omit<GroupRow, 'lines'>): Position => ({
  seq: Number(last_seq),
  sum: Number(sum),
  first: Number(first_seq),
})

/** The lines of the group that follows `before`. Throws a {@link JournalDamage} if they are not what was written. */
export function linesOfGroup(row: GroupRow, before: Position): LineRun {
  const bytes = Buffer.from(row.lines)
  const { ends: lineEnds, sum } = verifiedLines(bytes, before)
  const after = positionAfter(row)
  const isWhole =
    after.first === before.seq + 1 && after.seq === before.seq + lineEnds.length && sum === after.sum
  if (!isWhole) throw damageAfter(before, `its group ${row.first_seq} to ${row.last_seq} does not follow`)
  return { first: after.first, bytes, lineEnds }
}

/** The entries of the group that follows `before`. Throws a {@link JournalDamage} if it is not what was written. */
export function entriesOfGroup(row: GroupRow, before: Position): Entry[] {
  const { first, bytes, lineEnds } = linesOfGroup(row, before)
  bareLines(bytes, lineEnds)
  const entries = parseBareLines(bytes, 0, lineEnds.at(-1)!)
  const areRight = entries?.every((entry, index) => entry?.seq === first + index)
  if (!entries || !areRight) throw damageAfter(before, 'its lines are not the entries that belong there')
  return entries.map(upcastEntry)
}

function verifiedLines(buffer: Buffer, before: Position): { ends: number[]; sum: number } {
  const ends: number[] = []
  let { sum } = before
  for (let start = 0; start < buffer.length; ) {
    const end = buffer.indexOf(newline, start)
    sum = end === -1 ? -1 : verifySum(buffer, start, end, sum)
    if (sum === -1) throw damageAfter(before, `line ${ends.length + 1} of its group is not what was written`)
    ends.push(end)
    start = end + 1
  }
  return { ends, sum }
}

export function damageAfter({ seq, sum }: Position, problem: string): JournalDamage {
  return new JournalDamage(`The database, after entry ${seq} (sum ${formatSum(sum)}): ${problem}.`)
}
