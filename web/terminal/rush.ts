import { randomInt } from 'node:crypto'
import { RushBuyer } from './rush-buyer.ts'
import { fetchLedger, ledgerFaults } from './rush-ledger.ts'
import { type RushOptions, rushOptions, rushUsage } from './rush-options.ts'
import { type Checked, progressLine, summaryLines } from './rush-report.ts'
import { RushTally } from './rush-tally.ts'

/**
 * `npm run rush`: a crowd shops at a running market for a while, and the ledgers are checked afterwards. Ctrl-C ends
 * it early, with the same summary. Exits with 1 if something was oversold or the server never answered.
 */

const arrivalMsMax = 10_000
const lastAnswerMsMax = 10_000
const pollMs = 50
const lineEveryMs = { person: 250, log: 5_000 }
const checkedProductsMax = 500

const hurry = new AbortController()
process.once('SIGINT', () => hurry.abort())
process.once('SIGTERM', () => hurry.abort())

try {
  process.exitCode = await rush(rushOptions(process.argv.slice(2), process.env, () => randomInt(2 ** 32)))
} catch (error) {
  console.error(`${(error as Error).message}\n\n${rushUsage}`)
  process.exitCode = 1
}

async function rush({ url, buyers: count, seconds, seed }: RushOptions): Promise<number> {
  console.log(
    `${count} buyers shop at ${url} for ${seconds} s; seed ${seed} (--seed ${seed} for the same crowd).`,
  )
  const tally = new RushTally()
  const buyers = Array.from({ length: count }, (_, index) => new RushBuyer(url, seed + index, tally))
  try {
    for (const buyer of buyers) buyer.connect()
    await until(() => hurry.signal.aborted || buyers.every(({ isInStep }) => isInStep), arrivalMsMax)
    const first = buyers.find(({ isInStep }) => isInStep)
    if (!first) {
      console.error(`Nobody could see the market: is it running at ${url}?`)
      return 1
    }
    const startSeq = first.seq
    const elapsedMs = await shopFor(seconds * 1_000, buyers, tally)
    const checked = await checkLedgers(url, first.productIds, startSeq, tally)
    for (const line of summaryLines(tally, elapsedMs, checked)) console.log(line)
    return checked.faults.length > 0 ? 1 : 0
  } finally {
    for (const buyer of buyers) buyer.close()
  }
}

/** Lets all shop at once and reports the progress. Returns the ms until the last reply. */
async function shopFor(durationMs: number, buyers: readonly RushBuyer[], tally: RushTally): Promise<number> {
  const startedMs = performance.now()
  const leftMs = () => Math.max(0, durationMs - (performance.now() - startedMs))
  const progress = setInterval(
    () => show(progressLine(tally, leftMs() / 1_000, buyers.filter(({ isInStep }) => isInStep).length)),
    process.stdout.isTTY ? lineEveryMs.person : lineEveryMs.log,
  )
  let shopping = buyers.length
  for (const buyer of buyers) {
    void buyer.shop().then(() => {
      shopping -= 1
    })
  }
  await until(() => hurry.signal.aborted, durationMs)
  for (const buyer of buyers) buyer.leave()
  await until(() => shopping === 0, lastAnswerMsMax)
  const elapsedMs = performance.now() - startedMs
  // A buyer without a reply in time leaves, and is counted.
  if (shopping > 0) for (const buyer of buyers) buyer.close()
  await until(() => shopping === 0, pollMs * 2)
  clearInterval(progress)
  show('')
  return elapsedMs
}

async function checkLedgers(
  url: string,
  productIds: readonly number[],
  startSeq: number,
  { soldUnits }: RushTally,
): Promise<Checked> {
  const others = productIds.filter((id) => !soldUnits.has(id))
  const checkedIds = [...soldUnits.keys(), ...others].slice(0, checkedProductsMax)
  const faults: string[] = []
  let ledgers = 0
  for (const id of checkedIds) {
    const ledger = await fetchLedger(url, id)
    if (!ledger) continue
    ledgers += 1
    faults.push(...ledgerFaults(ledger, startSeq, soldUnits.get(id) ?? 0))
  }
  return { ledgers, faults }
}

/** Overwrites the line before on a terminal, and adds a line in a log. */
function show(line: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${line}`)
  else if (line) console.log(line)
}

/** Checks regularly whether `condition` holds; gives up after `timeoutMs`. */
async function until(condition: () => boolean, timeoutMs: number): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs
  while (!condition() && performance.now() < deadlineMs) {
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}
