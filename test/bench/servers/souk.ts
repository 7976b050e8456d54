import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Measured, type RunOptions, startMeasured } from './measured.ts'

/** The operator's, in every market of this bench. */
export const operatorToken = 'operator-token-of-the-bench'

const script = join(import.meta.dirname, 'souk-server.ts')

/** A Souk server on a data folder, with limits on; those per buyer and address are raised for the load. */
export function startSouk(folder: string, options: RunOptions = {}): Promise<Measured> {
  const environment = {
    SOUK_DATA: folder,
    SOUK_OPERATOR_TOKEN: operatorToken,
    PORT: '0',
    // A snapshot that the end of a run cuts off is no error here; what matters shows in the figures.
    LOG_LEVEL: 'fatal',
    ...options.environment,
  }
  return startMeasured(script, { ...options, environment })
}

/** The seq of the newest snapshot in a folder, which is there once it is whole; 0 without one. */
export function lastSnapshot(folder: string): number {
  const seqs = readdirSync(folder).map((name) => Number(/^snapshot-(\d{16})\.json$/.exec(name)?.[1] ?? 0))
  return Math.max(0, ...seqs)
}

/** The process that makes a snapshot for a market's process at this moment; null without one. */
export function snapshotMaker(pid: number): number | null {
  for (const waiting of childrenOf(pid)) for (const maker of childrenOf(waiting)) return maker
  return null
}

/** The processes that this one started and that still run. */
export function childrenOf(pid: number): number[] {
  try {
    const pids = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    return pids.split(' ').filter(Boolean).map(Number)
  } catch {
    // It has ended meanwhile.
    return []
  }
}

/** The value of this metric in a market's `/metrics`; NaN if it is missing. */
export async function metricOf({ port }: Measured, name: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN)
}
