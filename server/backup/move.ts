import { databaseUrlOf } from '../config.ts'
import { lockFolder } from '../disk/folder-lock.ts'
import { nodeDisk } from '../disk/node-disk.ts'
import { systemClock } from '../os/system.ts'
import { verifyFolder } from '../verify/verify.ts'
import { moveToDatabase, moveToFolder } from './move-market.ts'
import { endUsage, runCommand } from './run-with-folder.ts'

const usage =
  'Say where to: SOUK_DATA=… SOUK_DATABASE_URL=… npm run move -- --to database, or: -- --to folder'

const dependencies = { disk: nodeDisk, lockFolder, verify: verifyFolder, clock: systemClock }

/** `npm run move -- --to database` or `--to folder`: moves the market, which must be stopped, between the two that are set. */
const [option, direction, ...others] = process.argv.slice(2)
const isUsed =
  option === '--to' && (direction === 'database' || direction === 'folder') && others.length === 0
if (!isUsed || !process.env.SOUK_DATABASE_URL) endUsage(usage)

await runCommand(async (folder) => {
  const url = databaseUrlOf(process.env.SOUK_DATABASE_URL)!
  const { from, to, entries, orders } =
    direction === 'database'
      ? await moveToDatabase(dependencies, folder, url)
      : await moveToFolder(dependencies, url, folder)
  return [
    `Moved the market of ${from} to ${to}`,
    `  entries    ${entries}`,
    `  orders     ${orders}`,
    direction === 'database'
      ? 'It was checked there. Start the market with SOUK_DATABASE_URL, and another SOUK_DATA; the folder is kept, and does not start any more.'
      : `It was checked there. Start the market with SOUK_DATA=${folder}, without SOUK_DATABASE_URL; what is in the database is kept, and does not start any more.`,
  ]
})
