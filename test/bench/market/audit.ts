import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import type { Acknowledged } from '../load/buyers.ts'

/**
 * Throws when the verifier finds an error in a market's folder, or when an acknowledged order is missing in its
 * journal, which is in that folder or in a database. Resolves with how many orders were acknowledged and found.
 */
export async function audit(
  folder: string,
  acknowledged: readonly Acknowledged[],
  databaseUrl: string | null = null,
): Promise<number> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'audit-process.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(JSON.stringify({ folder, databaseUrl, acknowledged }))
  const found = (await json(child.stdout)) as { violations: number; first: string; missing: number }
  if (found.violations > 0) throw new Error(`${found.violations} violations, the first: ${found.first}`)
  if (found.missing > 0) throw new Error(`${found.missing} acknowledged orders are not in the journal`)
  return acknowledged.reduce((sum, { numbers }) => sum + numbers.length, 0)
}
