import { type Database, DatabaseSession } from '../postgres/database.ts'
import { marketJournal } from '../postgres/locks.ts'
import { PostgresReader } from '../postgres/postgres-journals.ts'
import { Audit } from './audit.ts'
import type { Findings } from './findings.ts'
import type { AuditedRecords } from './record-audit.ts'
import { auditSellers, type Verdict, verdictOf } from './verdict.ts'

/**
 * Audits the market in a database, which may be running, by the auditor of folders. Reads only, and the journal first:
 * what entries refer to was committed before them, so it is read even if it came meanwhile.
 */
export async function verifyDatabase(database: Database): Promise<Verdict> {
  const audit = new Audit()
  const { files, unfinished } = await new PostgresReader({ database, journal: marketJournal }).inspect({
    damage: (seq, message) => audit.findings.add(seq, message),
    entry: (entry) => audit.take(entry),
  })
  audit.checkAll()
  const records = await auditRows(database, audit.findings)
  auditSellers(audit, records)
  await auditPictures(database, audit.findings)
  return verdictOf(audit, { files, snapshots: 0, records: records.size }, unfinished)
}

interface RecordRow {
  kind: string
  key: string
  version: string
  body: string | null
}

const rowsPerPage = 5_000
const picturesPerPage = 64

/** Checks every row of records; one without a body is of a record that was removed. */
async function auditRows(database: Database, findings: Findings): Promise<AuditedRecords> {
  const session = new DatabaseSession(database)
  const records: AuditedRecords = new Map()
  try {
    for (let last = { kind: '', key: '' }; ; ) {
      const { rows } = await session.query<RecordRow>(
        `select kind, key, version, body from souk_records
         where (kind, key) > ($1, $2) order by kind, key limit $3`,
        [last.kind, last.key, rowsPerPage],
      )
      for (const row of rows) auditRow(row, findings, records)
      if (rows.length < rowsPerPage) return records
      last = rows.at(-1)!
    }
  } finally {
    session.close()
  }
}

function auditRow(
  { kind, key, version, body }: RecordRow,
  findings: Findings,
  records: AuditedRecords,
): void {
  const name = `${kind} ${key}`
  findings.expect(Number(version) > 0, 0, `the record ${name} has the version ${version}`)
  if (body === null) return
  try {
    records.set(name, JSON.parse(body))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    findings.add(0, `the record ${name} is not JSON`)
  }
}

/** Checks that each picture is the one that its name says. */
async function auditPictures(database: Database, findings: Findings): Promise<void> {
  const session = new DatabaseSession(database)
  try {
    for (let last = ''; ; ) {
      const { rows } = await session.query<{ hash: string; is_right: boolean }>(
        `select hash, encode(sha256(bytes), 'hex') = hash and length(bytes) = size as is_right
         from souk_images where hash > $1 order by hash limit $2`,
        [last, picturesPerPage],
      )
      for (const { hash, is_right } of rows)
        findings.expect(is_right, 0, `the picture ${hash} is not what was uploaded`)
      if (rows.length < picturesPerPage) return
      last = rows.at(-1)!.hash
    }
  } finally {
    session.close()
  }
}
