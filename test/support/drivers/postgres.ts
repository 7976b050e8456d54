import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { LocalPostgres } from '../../../server/start/local-postgres.ts'

/**
 * A PostgreSQL server that a test started, from the package or from the programs in SOUK_TEST_POSTGRES_BIN, or the server
 * of SOUK_TEST_DATABASE_URL.
 */
export interface TestPostgres {
  /** Makes an empty database, and returns its URL. */
  createDatabase(): Promise<string>
  /** Kills the server at once, as a power cut would. */
  kill(): Promise<void>
  /** Starts it again in the same folder, at the same port. */
  start(): Promise<void>
  /** The server's process; null if the test did not start it. */
  readonly pid: number | null
  /** Removes everything. */
  remove(): Promise<void>
}

const given = process.env.SOUK_TEST_DATABASE_URL

/** Whether tests may kill and configure the server that they get. */
export const isOwnPostgres = given === undefined

let shared: Promise<TestPostgres> | null = null

/** The server that all tests of this process share; it ends with the process. */
export const sharedPostgres = (): Promise<TestPostgres> => (shared ??= startPostgres())

export async function startPostgres(settings: Record<string, string> = {}): Promise<TestPostgres> {
  if (given !== undefined)
    return {
      ...databasesOf(given),
      pid: null,
      kill: async () => {},
      start: async () => {},
      remove: async () => {},
    }
  const folder = await mkdtemp(join(tmpdir(), 'souk-postgres-'))
  const programs = process.env.SOUK_TEST_POSTGRES_BIN
  const server = await LocalPostgres.open({ folder, password: null, programs, settings })
  await server.start()
  endWithThisProcess(folder)
  return {
    ...databasesOf(server.url),
    kill: () => server.kill(),
    start: () => server.start(),
    get pid() {
      return server.pid
    },
    remove: async () => {
      await server.kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** However this process ends, also by SIGKILL: the shell's input ends with it. */
function endWithThisProcess(folder: string): void {
  const script = `trap '' INT TERM HUP; cat > /dev/null
    kill -QUIT "$(head -n 1 "$1/data/postmaster.pid")"; sleep 1; rm -rf "$1"`
  const watch = spawn('sh', ['-c', script, 'sh', folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  watch.unref()
  ;(watch.stdin as Socket).unref()
}

let databases = 0

export function databasesOf(url: string): Pick<TestPostgres, 'createDatabase'> {
  return {
    createDatabase: async () => {
      databases += 1
      const name = `souk_test_${process.pid}_${databases}`
      const client = new Client({ connectionString: url })
      await client.connect()
      await client.query(`drop database if exists ${name}`)
      await client.query(`create database ${name}`)
      await client.end()
      const made = new URL(url)
      made.pathname = `/${name}`
      return made.href
    },
  }
}
