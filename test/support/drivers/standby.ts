import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { LocalPostgres } from '../../../server/start/local-postgres.ts'
import { atEnd } from './leftovers.ts'
import { mayRunAsNobody, nobody } from './run-as.ts'

const run = promisify(execFile)

/** A PostgreSQL of the system with `pg_basebackup`, which the package has not; null where there is none. */
export const completePrograms: string | null =
  [18, 17, 16, 15, 14]
    .map((version) => `/usr/lib/postgresql/${version}/bin`)
    .find((programs) => existsSync(join(programs, 'pg_basebackup'))) ?? null

/** A primary, and a standby that follows it under the name `standby`; both are removed after the test. */
export async function startWithStandby(
  programs: string,
): Promise<{ primary: LocalPostgres; standby: LocalPostgres }> {
  const primary = await LocalPostgres.open({ folder: await makeFolder(), password: null, programs })
  end(primary)
  await primary.start()
  const folder = await makeFolder()
  const { hostname, port } = new URL(primary.url)
  const source = `host=${hostname} port=${port} user=souk application_name=standby`
  const backup = ['-d', source, '-D', join(folder, 'data'), '-R', '-X', 'stream', '-c', 'fast', '--no-sync']
  await run(join(programs, 'pg_basebackup'), backup, { cwd: folder, ...(mayRunAsNobody ? nobody : {}) })
  const standby = await LocalPostgres.open({ folder, password: null, programs })
  end(standby)
  await standby.start()
  return { primary, standby }
}

const end = (server: LocalPostgres): void => atEnd(() => server.kill())

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'souk-postgres-'))
  atEnd(() => rm(folder, { recursive: true, force: true }))
  if (mayRunAsNobody) await chown(folder, nobody.uid, nobody.gid)
  return folder
}

/** Runs one statement on the server's first database. */
export async function queryServer({ url }: LocalPostgres, statement: string): Promise<object[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}
