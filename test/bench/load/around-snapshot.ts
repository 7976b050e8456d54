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
      while (maker !== null && windows.length < scale.repetitions && isThere(maker))
        windows.push(await around(maker, sell))
      if (maker !== null && isThere(maker)) process.kill(maker, 'SIGCONT')
      await buyers.stop()
      buyers.close()
      return windows
    } finally {
      await server.stop()
    }
  })
}

async function around(maker: number, sell: () => Promise<number>): Promise<AroundSnapshot> {
  const pinTo = (cpu: number): unknown =>
    execFileSync('taskset', ['-apc', String(cpu), String(maker)], { stdio: 'ignore' })
  process.kill(maker, 'SIGSTOP')
  const paused = await sell()
  process.kill(maker, 'SIGCONT')
  const sameCore = await sell()
  if (!isThere(maker)) return { paused, sameCore, otherCore: Number.NaN }
  pinTo(1)
  const otherCore = await sell()
  if (isThere(maker)) pinTo(0)
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

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false
    throw error
  }
}
