import { randomBytes } from 'node:crypto'
import type { Metric } from 'prom-client'
import type { Bounds } from '../bounds.ts'
import type { Config } from '../config.ts'
import type { Environment } from '../environment.ts'
import type { Records } from '../records/records.ts'
import type { People } from '../session/accounts.ts'
import type { SecretName, Secrets } from '../session/secrets.ts'
import type { Storage } from '../storage/storage.ts'
import { refuseMovedDatabase } from '../transfer/move-mark.ts'
import { Announcements, announcementBounds } from './announcements.ts'
import { checkDatabase, type Durability } from './check-database.ts'
import { type Connector, Database, DatabaseAway, DatabaseSession } from './database.ts'
import { Fork } from './fork.ts'
import { marketJournal } from './locks.ts'
import { migrate } from './migrate.ts'
import { NodeMetrics } from './node-metrics.ts'
import { type NodeObstacle, NodeRegistry } from './node-registry.ts'
import { PostgresCounts } from './postgres-counts.ts'
import { PostgresImages } from './postgres-images.ts'
import { PostgresImports } from './postgres-imports.ts'
import { PostgresJournals } from './postgres-journals.ts'
import { PostgresRecords } from './postgres-records.ts'
import { turnBounds } from './turn-bounds.ts'

/** For what people wait for, and what can be done without. */
const promptBounds = { connectMs: 500, answerMs: 500 }

type Kept = Pick<Config, 'dataFolder' | 'secret' | 'operatorToken'>
type Machine = Pick<Environment, 'disk' | 'clock' | 'random' | 'logger'>

interface Opening {
  database: Connector
  prompt: Connector
  durability?: Durability | null
}

interface Parts {
  journals: PostgresJournals
  records: Records<People>
  secrets: Secrets
  announcements: Announcements
  nodes: NodeRegistry
  fork: Fork
  images: PostgresImages
  counts: PostgresCounts
  metrics: readonly Metric[]
  imports: PostgresImports
}

/** Everything in a PostgreSQL database, which other nodes use too; the folder has only snapshots and copies of pictures. */
export class PostgresStorage implements Storage {
  readonly journals: PostgresJournals
  readonly records: Records<People>
  readonly secrets: Secrets
  readonly snapshotFolder: string
  readonly fork: Fork
  readonly counts: PostgresCounts
  readonly imports: PostgresImports
  readonly #parts: Parts

  static async open(
    config: Kept & { databaseUrl: string },
    environment: Machine,
    bounds: Pick<Bounds, 'images' | 'imports'>,
  ): Promise<PostgresStorage> {
    const { logger } = environment
    const url = config.databaseUrl
    const database = new Database({ url, logger })
    const durability = await untilThere(() => checkDatabase(database, logger), environment)
    await migrate(database)
    const prompt = new Database({ url, logger, bounds: promptBounds })
    return PostgresStorage.openIn({ database, prompt, durability }, config, environment, bounds)
  }

  /** Opens it in a database that has its tables; `prompt` gives up sooner. */
  static async openIn(
    { database, prompt, durability = null }: Opening,
    config: Kept,
    { disk, clock, random, logger }: Machine,
    bounds: Pick<Bounds, 'images' | 'imports'>,
  ): Promise<PostgresStorage> {
    let journals: PostgresJournals | null = null
    const node = random.uuid()
    const nodes = new NodeRegistry({ database, node, clock, seq: () => journals?.seq ?? 0 })
    // Before anything is read: while a node is registered, no restore or move replaces what it reads.
    await nodes.start()
    try {
      await refuseMoved(database)
      const { dataFolder } = config
      const secrets = await keepSecrets(database, config)
      const announcements = new Announcements({ database, node, clock, logger, bounds: announcementBounds })
      const records = await PostgresRecords.open<People>({
        database,
        announcements,
        exclusiveKinds: ['account'],
      })
      const shared = { database, journal: marketJournal, node, nodes, announcements, clock, random, logger }
      const meters = new NodeMetrics(clock)
      journals = new PostgresJournals({ ...shared, meters, bounds: turnBounds })
      const images = new PostgresImages({ database, disk, dataFolder, clock, bounds: bounds.images })
      const imports = new PostgresImports({ database, clock, bounds: bounds.imports })
      const counts = new PostgresCounts({ database: prompt, clock, secret: secrets.secret })
      const fork = new Fork({ reader: journals, disk, folder: dataFolder, clock, logger })
      const hasForked = await fork.wasFound()
      const metrics = meters.of({ database, nodes, durability, hasForked })
      announcements.start()
      const parts = {
        journals,
        records,
        secrets,
        announcements,
        nodes,
        fork,
        images,
        counts,
        imports,
        metrics,
      }
      return new PostgresStorage(dataFolder, parts)
    } catch (error) {
      await nodes.close()
      throw error
    }
  }

  private constructor(snapshotFolder: string, parts: Parts) {
    this.snapshotFolder = snapshotFolder
    this.journals = parts.journals
    this.records = parts.records
    this.secrets = parts.secrets
    this.fork = parts.fork
    this.counts = parts.counts
    this.imports = parts.imports
    this.#parts = parts
  }

  get obstacle(): NodeObstacle | null {
    return this.#parts.nodes.obstacle
  }

  get metrics(): readonly Metric[] {
    return this.#parts.metrics
  }

  async openImages(): Promise<PostgresImages> {
    return this.#parts.images
  }

  async close(): Promise<void> {
    this.#parts.images.close()
    this.#parts.counts.close()
    this.#parts.imports.close()
    this.#parts.announcements.close()
    await this.#parts.nodes.close()
  }
}

async function refuseMoved(database: Connector): Promise<void> {
  const session = new DatabaseSession(database)
  try {
    await session.use(refuseMovedDatabase)
  } finally {
    session.close()
  }
}

/** Database and market are often started together, so the first connections may fail. */
async function untilThere<Result>(
  check: () => Promise<Result>,
  { clock, logger }: Pick<Environment, 'clock' | 'logger'>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await check()
    } catch (error) {
      if (!(error instanceof DatabaseAway) || attempt === attemptsMax) throw error
      logger.warn({ err: error.cause }, 'the database does not answer yet')
      await new Promise<void>((resume) => clock.schedule(attemptDistanceMs, resume))
    }
  }
}

const attemptsMax = 30
const attemptDistanceMs = 1_000

/** Both from the configuration, or from the database; what is in neither is generated by the node that is first. */
async function keepSecrets(
  database: Connector,
  configured: Pick<Config, 'secret' | 'operatorToken'>,
): Promise<Secrets> {
  const session = new DatabaseSession(database)
  const keep = async (name: SecretName): Promise<string> => {
    await session.query('insert into souk_settings (name, value) values ($1, $2) on conflict do nothing', [
      name,
      randomBytes(24).toString('base64url'),
    ])
    const { rows } = await session.query<{ value: string }>(
      'select value from souk_settings where name = $1',
      [name],
    )
    return rows[0]!.value
  }
  try {
    return {
      secret: configured.secret ?? (await keep('secret')),
      operatorToken: configured.operatorToken ?? (await keep('operator-token')),
    }
  } finally {
    session.close()
  }
}
