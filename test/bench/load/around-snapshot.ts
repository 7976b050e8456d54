import { execFileSync } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { onCopy } from '../market/small-market.ts'
import type { Scale } from '../scale.ts'
import { snapshotMaker, startSouk } from '../servers/souk.ts'
import { shapes } from '../wire/requests.ts'
import { Buyers } from './buyers.ts'
import { measure } from './measure.ts'

/** Purchases a second in neighbouring windows of time, by what the process that makes a snapshot does meanwhile. */
export interface AroundSnapshot {
  paused: number
  sameCore: number
  otherCore: number
}

const windowMs = 1_500
const lookMs = 50

/**
 * Sells, waits until a snapshot is being made, and then stops that process and lets it go on, again and again, on the
 * market's core and on the other one. Empty when none was begun in time.
 */
export function sellAroundSnapshot(market: string, scale: Scale): Promise<AroundSnapshot[]> {
  return onCopy(market, async (folder) => {
    const server = await startSouk(folder)
    try {
      const { port } = server
      const bodyOf = () => shapes.plain(1)
      const buyers = await Buyers.connect({ port, count: scale.buyers, auth: { watch: false }, bodyOf })
      buyers.askNonStop()
      await delay(scale.warmUpMs)
      const sell = async (): Promise<number> =>
        (await measure(server, () => buyers.tally.succeeded, Math.min(windowMs, scale.measureMs))).perSecond
      const maker = await makerOf(server.pid, 4 * scale.measureMs)
      const windows: AroundSnapshot[] = []
      while (maker !== null && windows.length < scale.repetitions) {
        const window = await around(maker, sell)
        if (!window) break
        windows.push(window)
      }
      await buyers.stop()
      buyers.close()
      return windows
    } finally {
      await server.stop()
    }
  })
}

/** One of each; null where the process had ended before what matters was measured. */
async function around(maker: number, sell: () => Promise<number>): Promise<AroundSnapshot | null> {
  const pinTo = (cpu: number): unknown =>
    execFileSync('taskset', ['-apc', String(cpu), String(maker)], { stdio: 'ignore' })
  if (!tell(maker, 'SIGSTOP')) return null
  const paused = await sell()
  if (!tell(maker, 'SIGCONT')) return null
  const sameCore = await sell()
  if (!tell(maker, 0)) return { paused, sameCore, otherCore: Number.NaN }
  pinTo(1)
  const otherCore = await sell()
  if (tell(maker, 0)) pinTo(0)
  return { paused, sameCore, otherCore }
}

/** The process that makes a market's snapshot, once there is one; null when there is none in time. */
async function makerOf(pid: number, msMax: number): Promise<number | null> {
  const startedAt = performance.now()
  while (performance.now() - startedAt < msMax) {
    const maker = snapshotMaker(pid)
    if (maker !== null) return maker
    await delay(lookMs)
  }
  return null
}

/** Sends a signal (0: none) to a process; false when it is not there any more. */
function tell(pid: number, signal: 'SIGSTOP' | 'SIGCONT' | 0): boolean {
  try {
    return process.kill(pid, signal)
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false
    throw error
  }
}
