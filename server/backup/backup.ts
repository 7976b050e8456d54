import { lockFolder } from '../disk/folder-lock.ts'
import { nodeDisk } from '../disk/node-disk.ts'
import { FileJournals } from '../journal/file-journals.ts'
import { verifyFolder } from '../verify/verify.ts'
import { type Backup, backupMarket } from './backup-market.ts'
import { placeOf } from './folders.ts'
import { inWords } from './in-words.ts'

/** `npm run backup -- <folder>`: copies the market of SOUK_DATA, running or not, and says how to restore it. */
async function main(): Promise<void> {
  const [folder, ...others] = process.argv.slice(2)
  if (!folder || folder.startsWith('-') || others.length > 0) {
    console.error('Name a new folder for the copy: npm run backup -- backups/2026-07-31')
    process.exit(2)
  }
  const started = performance.now()
  try {
    const source = await placeOf(process.env.SOUK_DATA || 'data/market')
    const place = await placeOf(folder)
    const journalsIn = (each: string) => new FileJournals({ disk: nodeDisk, folder: each })
    const parts = { disk: nodeDisk, lockFolder, journalsIn, verify: verifyFolder }
    const backup = await backupMarket(parts, source, place)
    console.log(summaryOf(source, place, backup, (performance.now() - started) / 1_000))
  } catch (error) {
    console.error(inWords(error))
    process.exit(1)
  }
}

function summaryOf(source: string, place: string, backup: Backup, seconds: number): string {
  return [
    `Backup of ${source} in ${place}`,
    `  entries    ${backup.entries}`,
    `  orders     ${backup.orders}`,
    `  bytes      ${backup.bytes}`,
    `  seconds    ${seconds.toFixed(1)}`,
    'It was checked, and is whole. It holds the keys of the market: keep it where nobody else reads it.',
    `To go back to it, stop the market, then: npm run restore -- ${place}`,
  ].join('\n')
}

await main()
