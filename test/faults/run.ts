import { parseArgs } from 'node:util'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { faults } from './catalogue.ts'
import type { Fault, FaultReport } from './fault.ts'

/**
 * `npm run faults -- [--scale short|full] [--seed N] [name…]`: breaks the real server in every way that is in the
 * catalogue, and prints what was tried and which promises failed. Exits with 1 when a promise was broken, or when an
 * attempt failed.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    scale: { type: 'string', default: 'full' },
    seed: { type: 'string', default: '1' },
  },
})
const scale = values.scale === 'short' ? 'short' : 'full'
const seed = Number(values.seed)
const unknown = positionals.filter((name) => !faults.some((fault) => fault.name === name))
if (unknown.length > 0 || !Number.isSafeInteger(seed)) {
  console.error(`There are: ${faults.map(({ name }) => `"${name}"`).join(', ')}; --seed is a whole number.`)
  process.exit(2)
}

let violated = 0
for (const fault of faults) {
  if (positionals.length === 0 || positionals.includes(fault.name)) await tryOne(fault)
}
console.log(violated === 0 ? 'No promise was broken.' : `${violated} violations.`)
process.exit(violated === 0 ? 0 : 1)

async function tryOne(fault: Fault): Promise<void> {
  const startedMs = performance.now()
  const report = await attempt(fault)
  violated += report.violations.length
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1)
  const figures = Object.entries(report.figures).map(([what, figure]) => `${what} ${figure}`)
  console.log(
    `${report.violations.length === 0 ? '✔' : '✖'} ${fault.name} [${fault.rules.join(' ')}] ${seconds} s`,
  )
  console.log(`    ${[...figures, `violated ${report.violations.length}`].join(' · ')}`)
  if (report.skipped !== null) console.log(`    not tried: ${report.skipped}`)
  for (const violation of report.violations.slice(0, 10)) console.log(`    ✖ ${violation}`)
}

/** An attempt that fails or does not clean up proves nothing, so it counts as a violation. */
async function attempt(fault: Fault): Promise<FaultReport> {
  let report: FaultReport = { figures: {}, violations: [], skipped: null }
  try {
    report = await fault.run({ scale, seed })
  } catch (error) {
    report.violations.push(`the attempt failed: ${error instanceof Error ? error.stack : error}`)
  }
  try {
    await leaveNothing()
  } catch (error) {
    report.violations.push(`it left something behind: ${error}`)
  }
  return report
}
