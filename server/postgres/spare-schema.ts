import { type Client, escapeIdentifier } from 'pg'
import { BackupRefused } from '../backup/folders.ts'
import { errorCode } from '../disk/disk.ts'
import { type Database, DatabaseAway, destroy, type Query } from './database.ts'
import { lockSpareSchema } from './locks.ts'
import { migrate } from './migrate.ts'
import { countNodes } from './node-registry.ts'
import { quietDatabase } from './quiet-database.ts'

const spareName = 'souk_unfinished'

/** Longer than any append or audit holds a table. */
const lockTimeoutMs = 10_000

/**
 * A schema beside the one that the market is in, with Souk's empty tables. A market is written there, and put in place
 * in one transaction once it is whole, so that a crash leaves the one or the other. What a crash left is removed first.
 */
export class SpareSchema {
  /** The database, seen from this schema. */
  readonly database: Database
  /** Holds the lock while it is connected. */
  readonly #client: Client

  private constructor(database: Database, client: Client) {
    this.database = database
    this.#client = client
  }

  /** Throws a {@link BackupRefused} while another process is writing one. */
  static async begin(url: string): Promise<SpareSchema> {
    const client = await quietDatabase(url).connect({ query_timeout: 0 })
    try {
      const { rows } = await client.query<{ is_ours: boolean }>(lockSpareSchema)
      if (rows[0]?.is_ours !== true)
        throw new BackupRefused(
          'Another restore or move is writing to this database. Wait until it has ended.',
        )
      await client.query(`drop schema if exists ${spareName} cascade; create schema ${spareName}`)
      const database = quietDatabase(url, spareName)
      await migrate(database)
      return new SpareSchema(database, client)
    } catch (error) {
      destroy(client)
      throw errorCode(error) === insufficientPrivilege ? new BackupRefused(createRefused) : error
    }
  }

  /**
   * Replaces Souk's tables by those of this schema. Former tables are kept in a schema of their own, whose name is
   * returned; null when there were none. Throws a {@link BackupRefused} while nodes run, and where there is a market
   * unless `mayReplace`.
   */
  async putInPlace({ now, mayReplace }: { now: number; mayReplace: boolean }): Promise<string | null> {
    const keptIn = await this.#replace(`souk_before_${dateOf(now)}`, mayReplace)
    try {
      await this.#client.query('commit')
    } catch (error) {
      throw new DatabaseAway('it is unknown whether the market was put in place', { cause: error })
    }
    return keptIn
  }

  async #replace(beforeName: string, mayReplace: boolean): Promise<string | null> {
    const query: Query = (statement) => this.#client.query(statement)
    try {
      await query(`begin; set local lock_timeout = ${lockTimeoutMs}; set local synchronous_commit = on`)
      await lockAgainstNodes(query)
      const { rows } = await query<{ live: string }>('select current_schema() as live')
      const { live } = rows[0]!
      const former = await moveStatements(query, live)
      if (former.length > 0) await query(`create schema ${beforeName}`)
      for (const statement of former) await query(`${statement} ${beforeName}`)
      // Its table is locked by now, so that nothing is added to it any more.
      if (!mayReplace && (await hasEntries(query, beforeName)))
        throw new BackupRefused('A market was started in the database meanwhile, so nothing was moved.')
      for (const statement of await moveStatements(query, spareName))
        await query(`${statement} ${escapeIdentifier(live)}`)
      await query(`drop schema ${spareName}`)
      return former.length > 0 ? beforeName : null
    } catch (error) {
      await query('rollback').catch(() => undefined)
      throw errorCode(error) === lockNotAvailable ? new BackupRefused(tablesInUse) : error
    }
  }

  /** Removes what was written. */
  async drop(): Promise<void> {
    await this.#client.query(`drop schema if exists ${spareName} cascade`).catch(() => undefined)
  }

  release(): void {
    destroy(this.#client)
  }
}

/**
 * Waits for nodes that register themselves, and keeps others from it until the transaction ends: a node registers before
 * it reads anything. Throws a {@link BackupRefused} where nodes run.
 */
export async function lockAgainstNodes(query: Query): Promise<void> {
  if (await isTable(query, 'souk_nodes')) await query('lock table souk_nodes in access exclusive mode')
  await refuseNodes(query)
}

/** Throws a {@link BackupRefused} where nodes run. */
export async function refuseNodes(query: Query): Promise<void> {
  const count = (await isTable(query, 'souk_nodes')) ? await countNodes(query) : 0
  if (count === 0) return
  const run = count === 1 ? 'A node runs' : `${count} nodes run`
  throw new BackupRefused(
    `${run} on this database. Stop all of them, and try again; one that was killed counts for 10 seconds.`,
  )
}

async function isTable(query: Query, name: string): Promise<boolean> {
  const { rows } = await query<{ is_there: boolean }>({
    text: 'select to_regclass($1) is not null as is_there',
    values: [name],
  })
  return rows[0]!.is_there
}

const hasEntries = async (query: Query, schema: string): Promise<boolean> =>
  (await isTable(query, `${schema}.souk_groups`)) &&
  (await query(`select from ${schema}.souk_groups limit 1`)).rows.length > 0

/** Statements that move Souk's tables and functions out of a schema, up to the name of the new one. */
async function moveStatements(query: Query, schema: string): Promise<string[]> {
  const { rows } = await query<{ statement: string }>({
    text: `select format('alter table %s set schema', oid::regclass) as statement from pg_class
       where relnamespace = $1::regnamespace and relkind in ('r', 'p') and relname like 'souk\\_%'
     union all
     select format('alter function %s set schema', oid::regprocedure) from pg_proc
       where pronamespace = $1::regnamespace and proname like 'souk\\_%'`,
    values: [escapeIdentifier(schema)],
  })
  return rows.map(({ statement }) => statement)
}

/** 2026_07_31_12_00_00_000, in UTC. */
const dateOf = (now: number): string => new Date(now).toISOString().slice(0, -1).replaceAll(/\D/g, '_')

const insufficientPrivilege = '42501'
const lockNotAvailable = '55P03'

const createRefused =
  'The user of SOUK_DATABASE_URL may not create schemas. Allow it as an administrator of the database: grant create on database … to …'

const tablesInUse =
  'Another program holds tables of the database, a pg_dump say, so nothing was changed. Wait until it has ended, and try again.'
