import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { writeLargeFolder } from '../support/large-folder.ts'
import type { Pause } from './pauses.ts'

/** What a market went through for a while, with a snapshot being made or without. */
export interface SnapshotPhase {
  snapshot: boolean
  ms: number
  latenciesMs: number[]
  refused: number
  pauses: Pause[]
}

const size = { products: 100_000, orders: 1_000_000, seed: 1 }

/**
 * Snapshots of a market with 100,000 products and 1,000,000 orders, made while it sells 500 pieces a second: how
 * long its one thread stood still, beside the same without a snapshot.
 */
export async function benchSnapshots({ repetitions }: { repetitions: number }): Promise<void> {
  const folder = await largeFolder()
  const phases = await run(folder, repetitions)
  for (const snapshot of [false, true]) {
    const of = phases.filter((phase) => phase.snapshot === snapshot)
    const latencies = of.flatMap(({ latenciesMs }) => latenciesMs).sort((one, other) => one - other)
    const pauses = of.flatMap((phase) => phase.pauses).sort((one, other) => other.ms - one.ms)
    const at = (share: number): string => (latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(1)
    console.log(
      `${snapshot ? 'while a snapshot is made' : 'without'} (${of.map(({ ms }) => `${(ms / 1_000).toFixed(1)} s`).join(', ')}):`,
    )
    console.log(
      `  purchases ${latencies.length}, from due to durable: p50 ${at(0.5)}, p99 ${at(0.99)}, worst ${at(0.999_999)} ms`,
    )
    console.log(`  pauses above 10 ms: ${pauses.filter(({ ms }) => ms > 10).length}; the longest:`)
    for (const { ms, gcMs, waitedMs, ranMs } of pauses.slice(0, 5)) {
      console.log(
        `    ${ms.toFixed(1)} ms: ran ${ranMs.toFixed(1)} (collections ${gcMs.toFixed(1)}), waited for the core ${waitedMs.toFixed(1)}`,
      )
    }
  }
}

/** Made once, and used again by later runs; half a minute. */
async function largeFolder(): Promise<string> {
  const folder = join(tmpdir(), 'souk-bench-large')
  if (existsSync(folder)) return folder
  const making = `${folder}.unfinished`
  rmSync(making, { recursive: true, force: true })
  mkdirSync(making, { recursive: true })
  await writeLargeFolder({ folder: making, ...size })
  renameSync(making, folder)
  return folder
}

async function run(folder: string, repetitions: number): Promise<SnapshotPhase[]> {
  const program = join(import.meta.dirname, 'snapshot-market.ts')
  const options = [
    '--max-old-space-size=8000',
    program,
    '--folder',
    folder,
    '--repetitions',
    String(repetitions),
  ]
  const child = spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'inherit'] })
  const phases: SnapshotPhase[] = []
  for await (const line of createInterface({ input: child.stdout })) phases.push(JSON.parse(line))
  return phases
}
