import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { errorCode } from '../disk/disk.ts'
import { nodeDisk } from '../disk/node-disk.ts'
import { endExplained } from '../errors/start-failure.ts'
import { FileJournals } from '../journal/file-journals.ts'
import type { JournalEngine } from '../journal/journal.ts'
import { Audit } from './audit.ts'
import type { Counts, Finding } from './findings.ts'
import { auditPlainness } from './plain-files.ts'
import { type AuditedRecords, auditRecords } from './record-audit.ts'
import { auditSnapshot, snapshotSeqs } from './snapshot-audit.ts'

export interface Verdict {
  counts: Counts
  findings: readonly Finding[]
  /** How many were found; `findings` contains the first thousand. */
  total: number
  /** The journal's unfinished last line; null if there is none. */
  unfinished: string | null
}

/** Audits a data folder, without the server and without the code that sells. Reads only. */
export async function verifyFolder(
  folder: string,
  journals: Pick<JournalEngine, 'inspect'> = new FileJournals({ disk: nodeDisk, folder }),
): Promise<Verdict> {
  const audit = new Audit()
  auditPlainness(folder, audit.findings)
  if (audit.findings.total > 0) return verdictOf(audit, { files: 0, snapshots: 0, records: 0 }, null)
  const snapshots = snapshotSeqs(folder)
  const pending = [...snapshots]
  const { files, unfinished } = await journals.inspect({
    damage: (seq, message) => audit.findings.add(seq, message),
    entry: (entry) => {
      audit.take(entry)
      if (pending[0] !== entry.seq) return
      pending.shift()
      auditSnapshot(folder, entry.seq, audit)
    },
  })
  audit.checkAll()
  for (const seq of pending)
    audit.findings.add(seq, 'a snapshot is of an entry that the journal does not have')
  const records = auditRecords(folder, audit.findings)
  auditSellers(audit, records)
  return verdictOf(audit, { files, snapshots: snapshots.length, records: records.size }, unfinished)
}

/** Accounts are not in the journal, but the shops that they run are. */
function auditSellers({ shops, findings }: Audit, records: AuditedRecords): void {
  for (const [shopId, { sellerId }] of shops) {
    const isThere = !isAccountId(sellerId) || records.has(`account ${sellerId}`)
    findings.expect(isThere, 0, `the account that runs shop ${shopId} is missing`)
  }
}

const isAccountId = (id: string): boolean => /^a-[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id)

function verdictOf(
  audit: Audit,
  { files, ...found }: Pick<Counts, 'files' | 'snapshots' | 'records'>,
  unfinished: string | null,
): Verdict {
  const counts: Counts = {
    files,
    entries: audit.seq,
    products: audit.products.size,
    orders: audit.orders.size,
    units: audit.units,
    revenue: audit.revenue,
    ...found,
  }
  const { kept, total } = audit.findings
  return { counts, findings: kept, total, unfinished }
}

/** `npm run verify -- [folder]`: prints what was checked and every violation; ends with 1 when there is one. */
async function main(): Promise<void> {
  const folder = resolve(process.argv[2] || process.env.SOUK_DATA || 'data/market')
  checkIsThere(folder)
  const { counts, findings, total, unfinished } = await verifyFolder(folder)
  console.log(`Audit of ${folder}`)
  for (const [what, count] of Object.entries(counts)) console.log(`  ${what.padEnd(10)} ${count}`)
  for (const { seq, message } of findings) console.log(`  entry ${seq}: ${message}`)
  if (unfinished)
    console.log(`  ${unfinished} is unfinished: it was never acknowledged, and the next start sets it aside`)
  console.log(total === 0 ? 'No violations.' : `${total} violations.`)
  process.exit(total === 0 ? 0 : 1)
}

/** A missing folder is a usage error, not a violation. */
function checkIsThere(folder: string): void {
  try {
    readdirSync(folder)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
    console.error(`${folder} does not exist. Name the folder: npm run verify -- data/market`)
    process.exit(2)
  }
}

if (import.meta.main) {
  try {
    await main()
  } catch (error) {
    endExplained(error, { dataFolder: process.argv[2] || process.env.SOUK_DATA || 'data/market' })
  }
}
