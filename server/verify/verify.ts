import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { formatMoney } from '../../shared/money.ts'
import { databaseUrlOf } from '../config.ts'
import { errorCode } from '../disk/disk.ts'
import { kindOf, nodeDisk } from '../disk/node-disk.ts'
import { endExplained } from '../errors/start-failure.ts'
import { FileJournals } from '../journal/file-journals.ts'
import type { JournalEngine } from '../journal/journal.ts'
import { hasMarket, nameOf } from '../postgres/has-market.ts'
import { quietDatabase } from '../postgres/quiet-database.ts'
import { Audit } from './audit.ts'
import type { Findings } from './findings.ts'
import { auditRecords } from './record-audit.ts'
import { auditSnapshot, snapshotSeqs } from './snapshot-audit.ts'
import { auditSellers, type Verdict, verdictOf } from './verdict.ts'
import { verifyDatabase } from './verify-database.ts'

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

/**
 * `npm run verify -- [folder]`: audits that folder, or without one the database of SOUK_DATABASE_URL or the folder of
 * SOUK_DATA. Prints what was checked and every violation; ends with 1 when there is one.
 */
async function main(): Promise<void> {
  const url = databaseUrlOf(process.env.SOUK_DATABASE_URL)
  if (folderNamed || !url) report(dataFolder, await auditFolder())
  else report(`the database ${nameOf(url)}`, await auditDatabase(url))
}

const folderNamed = process.argv[2]
const dataFolder = resolve(folderNamed || process.env.SOUK_DATA || 'data/market')

function auditFolder(): Promise<Verdict> {
  checkIsThere(dataFolder)
  return verifyFolder(dataFolder)
}

async function auditDatabase(url: string): Promise<Verdict> {
  const database = quietDatabase(url)
  if (await hasMarket(database)) return verifyDatabase(database)
  console.error(`There is no market in the database ${nameOf(url)}.`)
  process.exit(2)
}

function report(what: string, { counts, currency, findings, total, unfinished }: Verdict): void {
  console.log(`Audit of ${what}`)
  for (const [name, count] of Object.entries(counts)) {
    const isMoney = name === 'revenue' && currency !== null
    const shown = isMoney ? formatMoney(count, currency.code, currency.digits) : count
    console.log(`  ${name.padEnd(10)} ${shown}`)
  }
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
    endExplained(error, { dataFolder })
  }
}
