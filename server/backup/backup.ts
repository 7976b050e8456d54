import { lockFolder } from '../disk/folder-lock.ts'
import { nodeDisk } from '../disk/node-disk.ts'
import { FileJournals } from '../journal/file-journals.ts'
import { verifyFolder } from '../verify/verify.ts'
import { type Backup, backupMarket } from './backup-market.ts'
import { explainFailure } from './explain-failure.ts'
import { realPathOf } from './folders.ts'

/** `npm run backup -- <folder>`: copies the market of SOUK_DATA, running or not, and says how to restore it. */
async function main(): Promise<void> {
  const [folder, ...others] = process.argv.slice(2)
  if (!folder || folder.startsWith('-') || others.length > 0) {
    console.error('Name a new folder for the copy: npm run backup -- backups/2026-07-31')
    process.exit(2)
  }
  const started = performance.now()
  try {
    const source = await realPathOf(process.env.SOUK_DATA || 'data/market')
    const target = await realPathOf(folder)
    const journalsIn = (path: string) => new FileJournals({ disk: nodeDisk, folder: path })
    const dependencies = { disk: nodeDisk, lockFolder, journalsIn, verify: verifyFolder }
    const backup = await backupMarket(dependencies, source, target)
    console.log(summaryOf(source, target, backup, (performance.now() - started) / 1_000))
  } catch (error) {
    console.error(explainFailure(error))
    process.exit(1)
  }
}

function summaryOf(source: string, target: string, backup: Backup, seconds: number): string {
  return [
    `Backup of ${source} in ${target}`,
    `  entries    ${backup.entries}`,
    `  orders     ${backup.orders}`,
    `  bytes      ${backup.bytes}`,
    `  seconds    ${seconds.toFixed(1)}`,
    'The copy was checked and is whole. It contains the market’s keys: keep it where nobody else can read it.',
    `To go back to it, stop the market, then: npm run restore -- ${target}`,
  ].join('\n')
}

await main()
