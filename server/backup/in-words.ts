import { errorCode, isOutOfSpace } from '../disk/disk.ts'
import { JournalDamage, JournalFailure } from '../journal/journal.ts'
import { BackupRefused } from './folders.ts'

/** What says all that there is to say. */
const told = [BackupRefused, JournalDamage, JournalFailure]

/** Why a backup or a restore came to nothing, for who asked for it; all else is thrown on as a bug. */
export function inWords(error: unknown): string {
  if (told.some((kind) => error instanceof kind)) return messageOf(error)
  if (isOutOfSpace(error)) return 'There is no space left on the disk. Nothing was changed.'
  const message = messageOf(error)
  switch (errorCode(error)) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `This user may not do that: ${message}. Run it as the user whom the market runs as, who must be allowed to write the folder above too.`
    case 'EBUSY':
    case 'EXDEV':
      return `The folder is a disk of its own, and cannot be replaced: ${message}. Name a folder inside of it.`
    case 'ENOTDIR':
      return `That is not a folder: ${message}.`
    case 'ENOTEMPTY':
    case 'EEXIST':
      return `Something else was made there meanwhile: ${message}. Stop it, and try again.`
    case undefined:
      throw error
    default:
      return `The disk failed: ${message}.`
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
