import { Client } from 'pg'
import { readerOf } from '../../../server/postgres/postgres-journals.ts'
import { verifyFolder } from '../../../server/verify/verify.ts'
import { makeTemporaryFolder } from '../../support/builders/temporary-folder.ts'
import { type Line, soldOf } from '../../support/properties/judge.ts'
import type { Traffic } from './traffic.ts'

/** The journal's entries, read from the table without any of the code that wrote them. */
export async function readLines(url: string): Promise<Line[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ lines: string }>('select lines from souk_groups order by first_seq')
  await client.end()
  return rows
    .flatMap(({ lines }) => lines.split('\n'))
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line)
}

/** Checks a database's journal against what was acknowledged, once all outcomes are known, and audits it. */
export async function judgeDatabase(
  url: string,
  { acknowledged, product, violations: seen }: Traffic,
): Promise<{ figures: { acknowledged: number; lost: number; doubled: number }; violations: string[] }> {
  const lines = await readLines(url)
  const seqs = new Map(lines.map(({ id, seq }) => [id, seq]))
  const lost = [...acknowledged].filter(([id, seq]) => seqs.get(id) !== seq)
  // Every outcome is known, so what was sold and not acknowledged was sold twice.
  const doubled = lines.length - seqs.size + Math.abs(soldOf(lines, product.id) - acknowledged.size)
  const { findings, total } = await verifyFolder(await makeTemporaryFolder(), readerOf(url))
  const violations = [
    ...new Set(seen),
    ...lost.slice(0, 5).map(([id, seq]) => `${id} was acknowledged as entry ${seq}, which is not its own`),
    ...(doubled > 0 ? [`${doubled} were sold twice`] : []),
    ...(lines.some(({ seq }, index) => seq !== index + 1) ? ['the seqs have gaps'] : []),
    ...(total > 0 ? findings.slice(0, 5).map(({ seq, message }) => `audit: entry ${seq}: ${message}`) : []),
  ]
  return { figures: { acknowledged: acknowledged.size, lost: lost.length, doubled }, violations }
}
