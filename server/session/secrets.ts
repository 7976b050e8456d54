import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
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
    secret: configured.secret ?? (await keep(disk, folder, 'secret')),
    operatorToken: configured.operatorToken ?? (await keep(disk, folder, 'operator-token')),
  }
}

/** The names under which secrets are kept, in files or settings. */
export const secretNames = ['secret', 'operator-token'] as const

export type SecretName = (typeof secretNames)[number]

async function keep(disk: Disk, folder: string, name: SecretName): Promise<string> {
  const kept = await readSecret(disk, folder, name)
  if (kept !== null) {
    // A process that was killed right after creating the file may not have synced its name.
    await disk.syncFolder(folder)
    return kept
  }
  const made = randomBytes(24).toString('base64url')
  await writeSecret(disk, folder, name, made)
  return made
}

/** Null where the folder has none. */
export async function readSecret(disk: Disk, folder: string, name: SecretName): Promise<string | null> {
  const path = join(folder, name)
  const kept = await readFileIfThere(disk, path)
  const text = kept?.toString('utf8').trim()
  // With an empty secret, anyone could sign.
  if (kept && !text) throw new Explained(`${path} is empty. Restore it, or remove it to have a new one made.`)
  return text ?? null
}

export function writeSecret(disk: Disk, folder: string, name: SecretName, secret: string): Promise<void> {
  return writeFileDurably(disk, join(folder, name), Buffer.from(`${secret}\n`))
}
