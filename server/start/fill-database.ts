import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { moveToDatabase } from '../backup/move-market.ts'
import type { Config } from '../config.ts'
import { lockFolder } from '../disk/folder-lock.ts'
import type { Environment } from '../environment.ts'
import { hasMarket } from '../postgres/has-market.ts'
import { quietDatabase } from '../postgres/quiet-database.ts'
import { verifyFolder } from '../verify/verify.ts'
import { openDemo } from './open-demo.ts'

/**
 * Moves the demo market into the database, if that has no market yet. It is made in files first: its week is sold on a
 * clock of its own, and a database accepts entries only from a node whose clock agrees with its own.
 */
export async function fillDatabase(
  config: Config & { databaseUrl: string },
  environment: Environment,
): Promise<void> {
  const { databaseUrl } = config
  if (await hasMarket(quietDatabase(databaseUrl))) return
  const dataFolder = join(config.dataFolder, 'unfinished')
  await rm(dataFolder, { recursive: true, force: true })
  await openDemo({ ...config, dataFolder, databaseUrl: null }, environment)
  const { disk, clock } = environment
  await moveToDatabase({ disk, clock, lockFolder, verify: verifyFolder }, dataFolder, databaseUrl)
  await rm(dataFolder, { recursive: true, force: true })
}
