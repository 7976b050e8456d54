import { journalOn, withSync } from '../altered-disk.ts'

export const FileJournal = journalOn((disk) => withSync(disk, (file) => file.sync().catch(() => file.sync())))
