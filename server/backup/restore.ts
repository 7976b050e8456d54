import { bounds } from '../bounds.ts'
import { FileJournals } from '../journal/file-journals.ts'
import { end, realEnvironment } from '../serve.ts'
import { verifyFolder } from '../verify/verify.ts'
import { explainFailure } from './explain-failure.ts'
import { realPathOf } from './folders.ts'
import { type Restored, restoreMarket } from './restore-market.ts'

/** `npm run restore -- <copy>`: replaces the market of SOUK_DATA, which must be stopped, with a copy. */
async function main(): Promise<void> {
  const [copy, ...others] = process.argv.slice(2)
  if (!copy || copy.startsWith('-') || others.length > 0) {
    console.error('Name the copy to go back to: npm run restore -- backups/2026-07-31')
    process.exit(2)
  }
  try {
    const from = await realPathOf(copy)
    const folder = await realPathOf(process.env.SOUK_DATA || 'data/market')
    const environment = realEnvironment({ logLevel: 'warn' })
    const journalsIn = (path: string) =>
      new FileJournals({ ...environment, folder: path, bounds: bounds.journal })
    const dependencies = { ...environment, journalsIn, verify: verifyFolder, bounds }
    const restored = await restoreMarket(dependencies, from, folder)
    console.log(summaryOf(from, folder, restored))
  } catch (error) {
    end(explainFailure(error))
  }
}

function summaryOf(from: string, folder: string, { entries, orders, epoch, movedTo }: Restored): string {
  return [
    `Restored ${from} to ${folder}`,
    `  entries    ${entries}`,
    `  orders     ${orders}`,
    `  epoch      ${epoch}`,
    ...(movedTo === null ? [] : [`The previous market is kept in ${movedTo}`]),
    'Start the market: open pages update by themselves.',
  ].join('\n')
}

await main()
