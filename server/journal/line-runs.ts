import { setSum } from '../disk/summed-json.ts'
import { checkTear } from './journal-reader.ts'
import { type LineScan, scanSegments } from './journal-scan.ts'
import { type JournalFolder, journalBounds, listSegments } from './journal-segments.ts'

/** Whole lines of consecutive entries, as they were written and verified, without headers of files. */
export interface LineRun {
  /** The seq of the first line's entry. */
  first: number
  bytes: Buffer
  /** The positions of the line breaks. */
  lineEnds: readonly number[]
}

/** The lines of a folder's journal, oldest first. Like reading entries, it ends silently before a torn tail. */
export async function* readLineRuns(
  files: Pick<JournalFolder, 'disk' | 'folder'>,
): AsyncGenerator<LineRun, void, undefined> {
  const folder = { ...files, bounds: journalBounds }
  let last: LineScan | null = null
  for await (const scan of scanSegments(folder, await listSegments(folder), 1)) {
    last = scan
    do {
      while (scan.next(Number.POSITIVE_INFINITY)) yield runOf(scan)
    } while (await scan.fill())
  }
  if (last !== null && last.offset < last.sizeBytes) await checkTear(folder, last)
}

/** A copy, since the scan uses its buffer again. */
const runOf = ({ buffer, start, lineEnds, seq }: LineScan): LineRun => ({
  first: seq - lineEnds.length + 1,
  bytes: Buffer.from(buffer.subarray(start, lineEnds.at(-1)! + 1)),
  lineEnds: lineEnds.map((lineEnd) => lineEnd - start),
})

/** Sets the sums of lines in place, so that they continue `sum`, and returns the last: headers of files are in some chains only. */
export function chainLines({ bytes, lineEnds }: Pick<LineRun, 'bytes' | 'lineEnds'>, sum: number): number {
  let last = sum
  let start = 0
  for (const lineEnd of lineEnds) {
    last = setSum(bytes, start, lineEnd, last)
    start = lineEnd + 1
  }
  return last
}
