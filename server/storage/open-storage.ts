import type { Bounds } from '../bounds.ts'
import type { Config } from '../config.ts'
import type { Environment } from '../environment.ts'
import { PostgresStorage } from '../postgres/postgres-storage.ts'
import { FileStorage } from './file-storage.ts'
import type { Storage } from './storage.ts'

/** The storage of the configuration; another engine is another line here. */
export function openStorage(config: Config, environment: Environment, bounds: Bounds): Promise<Storage> {
  return config.databaseUrl === null
    ? FileStorage.open(config, environment, bounds)
    : PostgresStorage.open({ ...config, databaseUrl: config.databaseUrl }, environment, bounds)
}
