import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { grownJournal } from '../market/grown-market.ts'
import type { Pause } from '../market/pauses.ts'
import { onCopy } from '../market/small-market.ts'
import { bounded, type Result } from '../report.ts'
import type { Scale } from '../scale.ts'
import { percentile, spread } from '../statistics.ts'

/** Figures of a market over a period, with or without a snapshot being made. */
export interface SnapshotPhase {
  snapshot: boolean
  ms: number
  latenciesMs: number[]
  refused: number
  pauses: Pause[]
}

/**
 * Snapshots of a market with 100,000 products and 1,000,000 orders, made while it sells 500 pieces a second: how
 * long its one thread stood still, beside the same without a snapshot.
 */
export async function benchSnapshots({
  repetitions,
  warmUpMs,
  measureMs,
  grownProducts,
  grownOrders,
}: Scale): Promise<Result[]> {
  const market = await grownJournal({ products: grownProducts, orders: grownOrders })
  const phases = await onCopy(market, (folder) =>
    run(folder, { repetitions, warmUpMs, quietMs: 2 * measureMs }),
  )
  for (const snapshot of [false, true])
    printPhases(
      snapshot,
      phases.filter((phase) => phase.snapshot === snapshot),
    )
  const longest = (snapshot: boolean): number[] =>
    phases
      .filter((phase) => phase.snapshot === snapshot)
      .map(({ pauses }) => Math.max(0, ...pauses.map(({ ms }) => ms)))
  const what = 'longest pause of the queue while a snapshot is made, ms'
  const result = bounded({ row: '9', what, goal: '≤ 10' }, longest(true), 10, (figures) =>
    Math.max(...figures),
  )
  return [{ ...result, limit: `10; without one ${spread(longest(false))}` }]
}

function printPhases(snapshot: boolean, phases: readonly SnapshotPhase[]): void {
  const latencies = phases.flatMap(({ latenciesMs }) => latenciesMs)
  const pauses = phases.flatMap((phase) => phase.pauses).sort((one, other) => other.ms - one.ms)
  const at = (share: number): string => percentile(latencies, share).toFixed(1)
  console.log(
    `${snapshot ? 'while a snapshot is made' : 'without'} (${phases.map(({ ms }) => `${(ms / 1_000).toFixed(1)} s`).join(', ')}):`,
  )
  console.log(
    `  purchases ${latencies.length}, from due to durable: p50 ${at(0.5)}, p99 ${at(0.99)}, worst ${at(1)} ms`,
  )
  console.log(`  pauses above 10 ms: ${pauses.filter(({ ms }) => ms > 10).length}; the longest:`)
  for (const { ms, gcMs, waitedMs, ranMs } of pauses.slice(0, 5)) {
    console.log(
      `    ${ms.toFixed(1)} ms: ran ${ranMs.toFixed(1)} (collections ${gcMs.toFixed(1)}), waited for the core ${waitedMs.toFixed(1)}`,
    )
  }
}

async function run(
  folder: string,
  times: { repetitions: number; warmUpMs: number; quietMs: number },
): Promise<SnapshotPhase[]> {
  const program = join(import.meta.dirname, '../market/snapshot-market.ts')
  const options = Object.entries(times).flatMap(([name, value]) => [`--${name}`, String(value)])
  const argv = ['--max-old-space-size=8000', program, '--folder', folder, ...options]
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] })
  const phases: SnapshotPhase[] = []
  for await (const line of createInterface({ input: child.stdout })) phases.push(JSON.parse(line))
  return phases
}
