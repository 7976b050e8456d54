import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { type Disk, readFileIfThere, writeFileDurably } from '../disk/disk.ts'
import { Explained } from '../errors/explained.ts'

/** What nobody else may know. */
export interface Secrets {
  secret: string
  operatorToken: string
}

/**
 * The key that signs sessions, and the operator's token: from the configuration, or from the folder. What is in
 * neither is generated, and stored (mode 0600) beside the journal.
 */
export async function keepSecrets(
  disk: Disk,
  folder: string,
  configured: { [Name in keyof Secrets]: string | null },
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
    // A process that was killed right after creating the file may not have synced its name.
    await disk.syncFolder(dirname(path))
    return text
  }
  // With an empty secret, anyone could sign.
  if (kept) throw new Explained(`${path} is empty. Restore it, or remove it to have a new one made.`)
  const made = randomBytes(24).toString('base64url')
  await writeFileDurably(disk, path, Buffer.from(`${made}\n`))
  return made
}
