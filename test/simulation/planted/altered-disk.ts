import type { Disk, DiskFile } from '../../../server/disk/disk.ts'
import { FileJournal, type FileJournalOptions } from '../../../server/journal/file-journal.ts'

/** The disk, with another way to sync a file. */
export const withSync = (disk: Disk, sync: (file: DiskFile) => Promise<void>): Disk => ({
  ...disk,
  open: async (path, mode) => {
    const file = await disk.open(path, mode)
    return { ...file, sync: () => sync(file) }
  },
})

/** Opens journals like `FileJournal`, on an altered disk; bugs should leave recovery alone, until `isOpen()`. */
export const journalOn = (alter: (disk: Disk, isOpen: () => boolean) => Disk) => ({
  async open(options: FileJournalOptions): Promise<FileJournal> {
    let isOpen = false
    const journal = await FileJournal.open({ ...options, disk: alter(options.disk, () => isOpen) })
    isOpen = true
    return journal
  },
})

/** Whether this is the path of a file with entries. */
export const isSegment = (path: string): boolean => path.endsWith('.jsonl')
