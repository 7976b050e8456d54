import { bounds } from '../bounds.ts'
import { databaseUrlOf } from '../config.ts'
import { FileJournals } from '../journal/file-journals.ts'
import { nameOf } from '../postgres/has-market.ts'
import { realEnvironment } from '../serve.ts'
import { verifyFolder } from '../verify/verify.ts'
import { restoreDatabase } from './restore-database.ts'
import { restoreMarket } from './restore-market.ts'
import { runWithFolder } from './run-with-folder.ts'

/** `npm run restore -- <copy>`: replaces the market, which must be stopped, with a copy. */
await runWithFolder(
  'Name the copy to go back to: npm run restore -- backups/2026-07-31',
  async (copy, folder) => {
    const environment = realEnvironment({ logLevel: 'warn', databaseUrl: null })
    const journalsIn = (path: string) =>
      new FileJournals({ ...environment, folder: path, bounds: bounds.journal })
    const dependencies = { ...environment, journalsIn, verify: verifyFolder, bounds }
    const url = databaseUrlOf(process.env.SOUK_DATABASE_URL)
    const { entries, orders, epoch, movedTo } =
      url === null
        ? await restoreMarket(dependencies, copy, folder)
        : await restoreDatabase(dependencies, copy, url)
    const kept = url === null ? movedTo : `the schema ${movedTo}`
    return [
      `Restored ${copy} to ${url === null ? folder : `the database ${nameOf(url)}`}`,
      `  entries    ${entries}`,
      `  orders     ${orders}`,
      `  epoch      ${epoch}`,
      ...(movedTo === null ? [] : [`The previous market is kept in ${kept}`]),
      'Start the market: open pages update by themselves.',
    ]
  },
)
