import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Config, ConfigError } from '../config.ts'
import { lockFolder } from '../disk/folder-lock.ts'

/**
 * Removes the demo market, so that it is made anew. Throws where the place was named: a market that somebody keeps is
 * never removed. Throws a `FolderInUse` while it runs.
 */
export async function forgetDemo(
  { dataFolder }: Pick<Config, 'dataFolder'>,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  for (const name of ['SOUK_DATA', 'SOUK_DATABASE_URL'])
    if (environment[name])
      throw new ConfigError(`--fresh removes the demo's own folder only. Run it without ${name}.`)
  const folder = resolve(dataFolder)
  if (!existsSync(folder)) return
  const lock = lockFolder(folder)
  try {
    await rm(folder, { recursive: true })
  } finally {
    lock.release()
  }
}
