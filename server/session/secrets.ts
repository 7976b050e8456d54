import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { type Disk, readFileIfThere, writeFileDurably } from '../disk/disk.ts'
import { Explained } from '../errors/explained.ts'

/** What the server made for itself at its first start, and keeps (mode 0600) beside the journal. */
export interface Secrets {
  /** The key that signs sessions. */
  secret: string
  operatorToken: string
}

/** Takes both from the configuration where they stand there; else from the folder; else makes and keeps them. */
export async function keepSecrets(
  disk: Disk,
  folder: string,
  configured: { secret: string | null; operatorToken: string | null },
): Promise<Secrets> {
  return {
    secret: configured.secret ?? (await keep(disk, join(folder, 'secret'))),
    operatorToken: configured.operatorToken ?? (await keep(disk, join(folder, 'operator-token'))),
  }
}

async function keep(disk: Disk, path: string): Promise<string> {
  const kept = await readFileIfThere(disk, path)
  const text = kept?.toString('utf8').trim()
  if (text) {
    // A process that was killed right after it made the file may not have synced its name.
    await disk.syncFolder(dirname(path))
    return text
  }
  // An empty file is no secret: it would sign for everybody.
  if (kept) throw new Explained(`${path} is empty. Restore it, or remove it to have a new one made.`)
  const made = randomBytes(24).toString('base64url')
  await writeFileDurably(disk, path, Buffer.from(`${made}\n`))
  return made
}
