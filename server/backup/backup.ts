import { lockFolder } from '../disk/folder-lock.ts'
import { nodeDisk } from '../disk/node-disk.ts'
import { FileJournals } from '../journal/file-journals.ts'
import { verifyFolder } from '../verify/verify.ts'
import { backupMarket } from './backup-market.ts'
import { runWithFolder } from './run-with-folder.ts'

/** `npm run backup -- <folder>`: copies the market of SOUK_DATA, running or not, and says how to restore it. */
await runWithFolder(
  'Name a new folder for the copy: npm run backup -- backups/2026-07-31',
  async (target, source) => {
    const started = performance.now()
    const journalsIn = (folder: string) => new FileJournals({ disk: nodeDisk, folder })
    const dependencies = { disk: nodeDisk, lockFolder, journalsIn, verify: verifyFolder }
    const { entries, orders, bytes } = await backupMarket(dependencies, source, target)
    const seconds = (performance.now() - started) / 1_000
    return [
      `Backup of ${source} in ${target}`,
      `  entries    ${entries}`,
      `  orders     ${orders}`,
      `  bytes      ${bytes}`,
      `  seconds    ${seconds.toFixed(1)}`,
      'The copy was checked and is whole. It contains the market’s keys: keep it where nobody else can read it.',
      `To go back to it, stop the market, then: npm run restore -- ${target}`,
    ]
  },
)
