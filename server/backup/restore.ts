import { bounds } from '../bounds.ts'
import { FileJournals } from '../journal/file-journals.ts'
import { end, realEnvironment } from '../serve.ts'
import { verifyFolder } from '../verify/verify.ts'
import { placeOf } from './folders.ts'
import { inWords } from './in-words.ts'
import { type Restored, restoreMarket } from './restore-market.ts'

/** `npm run restore -- <copy>`: puts a copy in the place of the market of SOUK_DATA, which must be stopped. */
async function main(): Promise<void> {
  const [copy, ...others] = process.argv.slice(2)
  if (!copy || copy.startsWith('-') || others.length > 0) {
    console.error('Name the copy to go back to: npm run restore -- backups/2026-07-31')
    process.exit(2)
  }
  try {
    const from = await placeOf(copy)
    const folder = await placeOf(process.env.SOUK_DATA || 'data/market')
    const environment = realEnvironment({ logLevel: 'warn' })
    const journalsIn = (each: string) =>
      new FileJournals({ ...environment, folder: each, bounds: bounds.journal })
    const parts = { ...environment, journalsIn, verify: verifyFolder, bounds }
    const restored = await restoreMarket(parts, from, folder)
    console.log(summaryOf(from, folder, restored))
  } catch (error) {
    end(inWords(error))
  }
}

function summaryOf(from: string, folder: string, { entries, orders, epoch, movedTo }: Restored): string {
  return [
    `Restored ${from} to ${folder}`,
    `  entries    ${entries}`,
    `  orders     ${orders}`,
    `  epoch      ${epoch}`,
    ...(movedTo === null ? [] : [`The market that was there is kept in ${movedTo}`]),
    'Start the market: open pages come into step with it by themselves.',
  ].join('\n')
}

await main()
