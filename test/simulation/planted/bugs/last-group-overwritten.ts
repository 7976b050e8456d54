import { type Disk, readFileIfThere, withFile, writeAll } from '../../../../server/disk/disk.ts'
import * as original from '../../../../server/journal/journal-recovery.ts'
import { isSegment } from '../altered-disk.ts'

/** Recovery writes the last group again, into a copy. */
export const recoverJournal: typeof original.recoverJournal = ({ disk, ...folder }, options) => {
  const rename: Disk['rename'] = (from, to) =>
    isSegment(to) ? overwrite(disk, from, to) : disk.rename(from, to)
  return original.recoverJournal({ ...folder, disk: { ...disk, rename } }, options)
}

async function overwrite(disk: Disk, from: string, to: string): Promise<void> {
  const bytes = await readFileIfThere(disk, from)
  await withFile(disk, to, 'edit', async (file) => {
    await writeAll(file, bytes!, 0)
    await file.sync()
  })
  await disk.remove(from)
}
