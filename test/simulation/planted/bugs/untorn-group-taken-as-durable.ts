import type { Disk } from '../../../../server/disk/disk.ts'
import * as original from '../../../../server/journal/journal-recovery.ts'
import { isSegment } from '../altered-disk.ts'

/** Recovery writes the last group again, into a copy: here only after a torn tail; otherwise the copy is dropped. */
export const recoverJournal: typeof original.recoverJournal = ({ disk, ...folder }, options) => {
  let isTorn = false
  const report: typeof options.report = (tear) => {
    isTorn = true
    options.report(tear)
  }
  const rename: Disk['rename'] = (from, to) =>
    isSegment(to) && !isTorn ? disk.remove(from) : disk.rename(from, to)
  return original.recoverJournal({ ...folder, disk: { ...disk, rename } }, { ...options, report })
}
