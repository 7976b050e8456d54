import { Client, type ClientConfig, type QueryResult } from 'pg'
import type { Logger } from 'pino'
import { JournalAway } from '../journal/journal.ts'
import { hostsOf } from './hosts.ts'

export interface DatabaseBounds {
  connectMs: number
  /** How long a statement may take before its connection is destroyed. */
  answerMs: number
}

const databaseBounds: DatabaseBounds = { connectMs: 2_000, answerMs: 5_000 }

/** The database cannot be reached, or does not answer; `cause` says why. What was asked of it may have happened. */
export class DatabaseAway extends JournalAway {
  override name = 'DatabaseAway'
}

/** A PostgreSQL server, or a primary and its standbys. */
export class Database {
  readonly #hosts: readonly string[]
  readonly #logger: Logger
  readonly #schema: string | null
  readonly bounds: DatabaseBounds
  /** Of the host that was the primary last. */
  #last = 0
  /** How many transactions the server has ended since they took too long. */
  turnsEnded = 0

  /** With a schema, that is where all names without one are looked up, and made. */
  constructor({
    url,
    logger,
    schema = null,
    bounds = databaseBounds,
  }: { url: string; logger: Logger; schema?: string | null; bounds?: DatabaseBounds }) {
    this.#hosts = hostsOf(url)
    this.#logger = logger
    this.#schema = schema
    this.bounds = bounds
  }

  /** Connects to the primary, trying each host once, the last good one first. Throws a {@link DatabaseAway}. */
  async connect(config: ClientConfig = {}): Promise<Client> {
    let problem: unknown
    for (let tried = 0; tried < this.#hosts.length; tried += 1) {
      const index = (this.#last + tried) % this.#hosts.length
      try {
        const client = await this.#connectTo(this.#hosts[index]!, config)
        this.#last = index
        return client
      } catch (error) {
        problem = error
      }
    }
    throw new DatabaseAway('no database host answers as a primary', { cause: problem })
  }

  countEnded(error: unknown): void {
    if (error instanceof Error && 'code' in error && endedStates.includes(error.code)) this.turnsEnded += 1
  }

  async #connectTo(url: string, config: ClientConfig): Promise<Client> {
    const client = new Client({
      connectionString: url,
      application_name: 'souk',
      connectionTimeoutMillis: this.bounds.connectMs,
      query_timeout: this.bounds.answerMs,
      keepAlive: true,
      pipeline: true,
      ...(this.#schema === null ? {} : { options: `-c search_path=${this.#schema}` }),
      ...config,
    } as ClientConfig)
    // Without a listener, a connection that breaks while it is idle would end the process.
    client.on('error', (error) => {
      this.countEnded(error)
      this.#logger.debug({ err: error }, 'a database connection broke')
    })
    try {
      await client.connect()
      const { rows } = await client.query<{ standby: boolean }>('select pg_is_in_recovery() as standby')
      if (rows[0]?.standby !== false) throw new Error('the host is a standby')
      return client
    } catch (error) {
      destroy(client)
      throw error
    }
  }
}

/** What connections are asked of; the simulation makes its own. */
export type Connector = Pick<Database, 'connect'> & Partial<Pick<Database, 'turnsEnded' | 'countEnded'>>

/** Closes the socket without waiting for anything that is under way. */
export function destroy(client: Client): void {
  client.end().catch(() => undefined)
  client.connection.stream.destroy()
}

/** SQLSTATEs with which the server, or another node, ends a transaction that is idle for too long. */
const endedStates: readonly unknown[] = ['25P03', '57P01']

/** SQLSTATE of the warning with which a commit is answered whose wait for the standby was cancelled. */
const warning = '01000'

/** A statement: its text with its values, or one that the server shall keep prepared under a name. */
export type Statement = string | { name?: string; text: string; values: unknown[] }

/** Sends a statement without waiting for those before it. Rejects with a {@link DatabaseAway}. */
export type Query = <Row extends object>(statement: Statement) => Promise<QueryResult<Row>>

/** A connection that is made when it is needed, and destroyed after any failure. */
export class DatabaseSession {
  readonly #database: Connector
  #connecting: Promise<Client> | null = null
  /** Whether a commit was answered although no standby has it yet: somebody cancelled its wait. */
  #isUnconfirmed = false

  constructor(database: Connector) {
    this.#database = database
  }

  /** Passes on what `work` throws; after a {@link DatabaseAway}, the next use connects again. */
  async use<Result>(work: (query: Query) => Promise<Result>): Promise<Result> {
    this.#connecting ??= this.#connect()
    try {
      const client = await this.#connecting
      const result = await work((statement) => client.query(statement).catch(throwAway))
      if (this.#isUnconfirmed) throw new DatabaseAway('the wait for the standby was cancelled')
      return result
    } catch (error) {
      if (error instanceof DatabaseAway) {
        this.#database.countEnded?.(error.cause)
        this.close()
      }
      throw error
    }
  }

  async #connect(): Promise<Client> {
    const client = await this.#database.connect()
    this.#isUnconfirmed = false
    client.on('notice', ({ code }) => {
      if (code === warning) this.#isUnconfirmed = true
    })
    return client
  }

  query<Row extends object>(text: string, values: unknown[] = []): Promise<QueryResult<Row>> {
    return this.use((query) => query<Row>({ text, values }))
  }

  close(): void {
    const connecting = this.#connecting
    this.#connecting = null
    connecting?.then(destroy, () => undefined)
  }
}

function throwAway(error: unknown): never {
  const problem = error instanceof Error ? error.message : String(error)
  throw new DatabaseAway(`the database failed: ${problem}`, { cause: error })
}
