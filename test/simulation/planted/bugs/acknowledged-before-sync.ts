import { journalOn, withSync } from '../altered-disk.ts'

export const FileJournal = journalOn((disk, isOpen) =>
  withSync(disk, async (file) => {
    const synced = file.sync()
    if (isOpen()) void synced.catch(() => undefined)
    else await synced
  }),
)
