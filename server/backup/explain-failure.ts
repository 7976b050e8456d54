import { errorCode, isOutOfSpace } from '../disk/disk.ts'
import { explain } from '../errors/start-failure.ts'
import { JournalDamage, JournalFailure } from '../journal/journal.ts'

/** Why a backup or a restore failed, for the person who started it. */
export function explainFailure(error: unknown): string {
  if (error instanceof JournalDamage || error instanceof JournalFailure) return messageOf(error)
  if (isOutOfSpace(error)) return 'There is no space left on the disk. Nothing was changed.'
  const message = messageOf(error)
  switch (errorCode(error)) {
    case 'EACCES':
    case 'EPERM':
      return `This user may not do that: ${message}. Run it as the user whom the market runs as, who must be allowed to write the folder above too.`
    case 'EBUSY':
    case 'EXDEV':
      return `The folder is a disk of its own, and cannot be replaced: ${message}. Name a folder inside of it.`
    case 'ENOTDIR':
      return `That is not a folder: ${message}.`
    case 'ENOTEMPTY':
    case 'EEXIST':
      return `Something else was made there meanwhile: ${message}. Stop it, and try again.`
    default:
      return explain(error)
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
