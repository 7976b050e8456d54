import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { bounds } from '../bounds.ts'
import type { Config } from '../config.ts'
import type { Environment } from '../environment.ts'
import { Explained } from '../errors/explained.ts'
import { entriesIn } from '../journal/journal.ts'
import type { RecordChange } from '../records/records.ts'
import type { People } from '../session/accounts.ts'
import { FileStorage } from '../storage/file-storage.ts'
import { openStorage } from '../storage/open-storage.ts'
import type { Storage } from '../storage/storage.ts'
import { emptyMarket } from '../store/durable-market.ts'
import { readPictures } from '../transfer/pictures.ts'
import { openDemo } from './open-demo.ts'

/**
 * Copies the demo market into the database, if that has no market yet. It is made in files first: its week is sold on a
 * clock of its own, and a database accepts entries only from a node whose clock agrees with its own.
 */
export async function fillDatabase(
  config: Config & { databaseUrl: string },
  environment: Environment,
): Promise<void> {
  const storage = await openStorage(config, environment, bounds)
  try {
    if (await storage.journals.entryAt?.(1)) return
    const dataFolder = join(config.dataFolder, 'unfinished')
    await rm(dataFolder, { recursive: true, force: true })
    const inFiles = { ...config, dataFolder, databaseUrl: null }
    await openDemo(inFiles, environment)
    await copyPictures(environment, dataFolder, storage)
    await copyMarket(await FileStorage.open(inFiles, environment, bounds), storage)
    await rm(dataFolder, { recursive: true, force: true })
  } finally {
    await storage.records.close()
    await storage.close()
  }
}

async function copyPictures({ disk, random }: Environment, dataFolder: string, to: Storage): Promise<void> {
  const store = await to.openImages(emptyMarket(random))
  for await (const { name, bytes, type, shopId } of readPictures(disk, dataFolder))
    await store.keep(name, { bytes, type }, shopId)
}

/** The journal last and in one piece: with it, the database has the market. */
async function copyMarket(from: FileStorage, to: Storage): Promise<void> {
  const names = [...from.records.entries('name')]
  await from.records.close()
  await to.records.write(names.map(([key, value]): RecordChange<People> => ({ kind: 'name', key, value })))
  const entries = await entriesIn(from.journals.read({ after: 0 }))
  const journal = await to.journals.open({ after: 0, replay: () => undefined })
  const { kind } = await journal.append(0, entries)
  await journal.close()
  if (kind !== 'appended') throw new Explained('The database did not accept the demo market. Try again.')
}
