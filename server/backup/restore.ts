import { bounds } from '../bounds.ts'
import { FileJournals } from '../journal/file-journals.ts'
import { realEnvironment } from '../serve.ts'
import { verifyFolder } from '../verify/verify.ts'
import { restoreMarket } from './restore-market.ts'
import { runWithFolder } from './run-with-folder.ts'

/** `npm run restore -- <copy>`: replaces the market of SOUK_DATA, which must be stopped, with a copy. */
await runWithFolder(
  'Name the copy to go back to: npm run restore -- backups/2026-07-31',
  async (copy, folder) => {
    const environment = realEnvironment({ logLevel: 'warn', databaseUrl: null })
    const journalsIn = (path: string) =>
      new FileJournals({ ...environment, folder: path, bounds: bounds.journal })
    const dependencies = { ...environment, journalsIn, verify: verifyFolder, bounds }
    const { entries, orders, epoch, movedTo } = await restoreMarket(dependencies, copy, folder)
    return [
      `Restored ${copy} to ${folder}`,
      `  entries    ${entries}`,
      `  orders     ${orders}`,
      `  epoch      ${epoch}`,
      ...(movedTo === null ? [] : [`The previous market is kept in ${movedTo}`]),
      'Start the market: open pages update by themselves.',
    ]
  },
)
