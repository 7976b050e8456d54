import { expect } from 'vitest'
import { quietDatabase } from '../../../server/postgres/quiet-database.ts'
import { runScriptWith } from './run-script.ts'

/** Runs a command, and kills it once it waits for what the SQL `lock` holds in its database. */
export async function killWhileWaiting(
  variables: Record<'SOUK_DATABASE_URL', string> & Record<string, string>,
  lock: string,
  ...command: [script: 'move' | 'restore', ...words: string[]]
): Promise<void> {
  const holder = await quietDatabase(variables.SOUK_DATABASE_URL).connect()
  await holder.query(lock)
  const killing = new AbortController()
  const running = runScriptWith(variables, ...command, killing.signal)
  const waiting = () => holder.query('select from pg_locks where not granted')
  await expect.poll(async () => (await waiting()).rows.length).toBeGreaterThan(0)
  killing.abort()
  await running
  await holder.end()
}
