import { parseArgs } from 'node:util'
import { Coverage } from './coverage.ts'
import { type SimulationReport, simulate } from './simulation.ts'

/**
 * `npm run simulate -- [--seed N] [--runs N] [--hours H] [--trace]`: runs the market on a virtual clock, disk and
 * network, each seed twice, and checks the promises. Exits with 1 when a promise was broken, when two runs of a seed
 * differ, or when a set of runs never tried something.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    runs: { type: 'string' },
    hours: { type: 'string', default: '0.05' },
    trace: { type: 'boolean', default: false },
  },
})
const firstSeed = wholeNumber('seed', values.seed ?? '1')
const runs = wholeNumber('runs', values.runs ?? (values.seed === undefined ? '100' : '1'))
const hours = Number(values.hours)
if (!(hours > 0)) fail(`--hours is ${values.hours}: give a number above 0.`)

/** At this many runs and more, it is a failure if something was never tried. */
const runsForCoverage = 50

const coverage = new Coverage()
const totals = { failed: 0, virtualMs: 0, cpuMs: 0, entries: 0, replies: 0 }
for (let seed = firstSeed; seed < firstSeed + runs; seed += 1) await runSeed(seed)
tell()

async function runSeed(seed: number): Promise<void> {
  const before = process.cpuUsage()
  const durationMs = hours * 3_600_000
  const trace = values.trace ? (line: string) => void process.stdout.write(line) : null
  const report = await simulate(seed, { durationMs, trace })
  const again = await simulate(seed, { durationMs, trace: null })
  const { user, system } = process.cpuUsage(before)
  totals.cpuMs += (user + system) / 1_000
  totals.virtualMs += report.virtualMs * 2
  totals.entries += report.entries
  totals.replies += report.replies
  coverage.add(report.coverage)
  const problems = [...report.violations]
  if (again.hash !== report.hash) problems.push(`two runs of the seed differ: ${report.hash}, ${again.hash}`)
  console.log(line(seed, report, problems.length))
  if (problems.length === 0) return
  totals.failed += 1
  for (const problem of problems.slice(0, 20)) console.log(`    ${problem}`)
  console.log(`    replay: npm run simulate -- --seed ${seed} --hours ${hours} --trace`)
}

function line(
  seed: number,
  { hash, entries, replies, runs: starts }: SimulationReport,
  problems: number,
): string {
  const verdict = problems === 0 ? 'ok' : `${problems} broken`
  return `seed ${seed}: ${verdict}, ${entries} entries, ${replies} replies, ${starts} starts, trace ${hash}`
}

function tell(): void {
  console.log('\nWhat was tried:')
  for (const text of coverage.lines()) console.log(text)
  const virtualHours = totals.virtualMs / 3_600_000
  const perMinute = virtualHours / (totals.cpuMs / 60_000)
  console.log(
    `\n${runs} seeds twice: ${totals.entries} entries and ${totals.replies} replies in a run of each, ` +
      `${virtualHours.toFixed(1)} simulated hours, ${perMinute.toFixed(1)} of them a CPU minute.`,
  )
  const missing = runs >= runsForCoverage ? coverage.missing() : []
  if (missing.length > 0) console.log(`Never tried: ${missing.join('; ')}.`)
  console.log(totals.failed === 0 ? 'No promise was broken.' : `${totals.failed} seeds broke a promise.`)
  process.exitCode = totals.failed === 0 && missing.length === 0 ? 0 : 1
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 1)
    fail(`--${name} is ${text}: give a whole number from 1 on.`)
  return number
}

function fail(message: string): never {
  console.error(message)
  process.exit(2)
}
