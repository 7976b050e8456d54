import { databaseUrlOf } from '../config.ts'
import { lockFolder } from '../disk/folder-lock.ts'
import { nodeDisk } from '../disk/node-disk.ts'
import { FileJournals } from '../journal/file-journals.ts'
import { nameOf } from '../postgres/has-market.ts'
import { quietDatabase } from '../postgres/quiet-database.ts'
import { verifyFolder } from '../verify/verify.ts'
import { backupDatabase } from './backup-database.ts'
import { backupMarket } from './backup-market.ts'
import { runWithFolder } from './run-with-folder.ts'

const dependencies = {
  disk: nodeDisk,
  lockFolder,
  journalsIn: (folder: string) => new FileJournals({ disk: nodeDisk, folder }),
  verify: verifyFolder,
}

/** `npm run backup -- <folder>`: copies the market, running or not, and says how to restore it. */
await runWithFolder(
  'Name a new folder for the copy: npm run backup -- backups/2026-07-31',
  async (target, source) => {
    const started = performance.now()
    const url = databaseUrlOf(process.env.SOUK_DATABASE_URL)
    const { entries, orders, bytes } =
      url === null
        ? await backupMarket(dependencies, source, target)
        : await backupDatabase(dependencies, { database: quietDatabase(url), name: nameOf(url) }, target)
    const seconds = (performance.now() - started) / 1_000
    return [
      `Backup of ${url === null ? source : `the database ${nameOf(url)}`} in ${target}`,
      `  entries    ${entries}`,
      `  orders     ${orders}`,
      `  bytes      ${bytes}`,
      `  seconds    ${seconds.toFixed(1)}`,
      'The copy was checked and is whole. It contains the market’s keys: keep it where nobody else can read it.',
      `To go back to it, stop the market, then: npm run restore -- ${target}`,
    ]
  },
)
