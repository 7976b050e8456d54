import { errorCode, isOutOfSpace } from '../disk/disk.ts'
import { messageOf } from '../errors/explained.ts'
import { explain } from '../errors/start-failure.ts'
import { JournalDamage, JournalFailure } from '../journal/journal.ts'
import { realPathOf } from './folders.ts'

/**
 * Runs a command that takes one folder, beside the market's, which SOUK_DATA names, and prints the rows that it returns.
 * Ends the process with 2 and the usage unless it was given one, with 1 and the reason when the command fails.
 */
export async function runWithFolder(
  usage: string,
  run: (folder: string, market: string) => Promise<string[]>,
): Promise<void> {
  const [folder, ...others] = process.argv.slice(2)
  if (!folder || folder.startsWith('-') || others.length > 0) endUsage(usage)
  await runCommand(async (market) => run(await realPathOf(folder), market))
}

/** Runs a command on the folder of SOUK_DATA, and prints the rows that it returns. Ends the process with 1 when it fails. */
export async function runCommand(run: (market: string) => Promise<string[]>): Promise<void> {
  try {
    const rows = await run(await realPathOf(process.env.SOUK_DATA || 'data/market'))
    console.log(rows.join('\n'))
  } catch (error) {
    console.error(explainFailure(error))
    process.exit(1)
  }
}

export function endUsage(usage: string): never {
  console.error(usage)
  process.exit(2)
}

/** Why a backup, a restore or a move failed, for the person who started it. */
function explainFailure(error: unknown): string {
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
