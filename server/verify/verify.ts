import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { errorCode } from '../disk/disk.ts'
import { kindOf, nodeDisk } from '../disk/node-disk.ts'
import { endExplained } from '../errors/start-failure.ts'
import { FileJournals } from '../journal/file-journals.ts'
import type { JournalEngine } from '../journal/journal.ts'
import { Audit } from './audit.ts'
import type { Counts, Finding, Findings } from './findings.ts'
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
      auditSnapshot(folder, audit)
    },
  })
  audit.checkAll()
  for (const seq of pending)
    audit.findings.add(seq, 'a snapshot is of an entry that the journal does not have')
  const records = await auditRecords(folder, audit.findings)
  auditSellers(audit, records)
  return verdictOf(audit, { files, snapshots: snapshots.length, records: records.size }, unfinished)
}

/** Names of files; a folder must not have one. */
const mustBeFile = /\.jsonl?$|^secret$|^operator-token$/

/** Finds what is neither a file nor a folder, and folders with names of files. Follows and opens nothing. */
function auditPlainness(folder: string, findings: Findings, within = ''): void {
  for (const entry of readdirSync(join(folder, within), { withFileTypes: true })) {
    const name = join(within, entry.name)
    if (!entry.isDirectory()) findings.expect(entry.isFile(), 0, `${name} is ${kindOf(entry)}`)
    else if (mustBeFile.test(name)) findings.add(0, `${name} is a folder where a file is needed`)
    else auditPlainness(folder, findings, name)
  }
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
    ...audit.sold,
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
