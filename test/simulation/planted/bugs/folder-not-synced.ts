import { journalOn } from '../altered-disk.ts'

export const FileJournal = journalOn((disk, isOpen) => ({
  ...disk,
  syncFolder: async (path) => {
    if (!isOpen()) await disk.syncFolder(path)
  },
}))
