import { setTimeout as delay } from 'node:timers/promises'
import type { Measured } from '../servers/measured.ts'

/** How fast a server did something for a while, and what that took. */
export interface Speed {
  perSecond: number
  /** Of the server, helpers included, for each. */
  cpuMicroseconds: number
  /** Parts of one core, 0 to 1: a load near 1 is the limit itself. */
  serverShare: number
  loadShare: number
  seconds: number
}

/** How long to look: until the condition holds too, but no longer than `msMax`. */
export interface Span {
  ms: number
  msMax?: number
  until?(): boolean
}

const lookMs = 100

/** Compares a count that grows, and CPU times, before and after. */
export async function measure(server: Measured, count: () => number, span: Span): Promise<Speed> {
  const before = { count: count(), serverMs: server.cpuMs(), load: process.cpuUsage(), at: performance.now() }
  await delay(span.ms)
  const gone = (): number => performance.now() - before.at
  while (span.until && !span.until() && gone() < (span.msMax ?? span.ms)) await delay(lookMs)
  const seconds = gone() / 1_000
  const done = count() - before.count
  const serverMs = server.cpuMs() - before.serverMs
  const { user, system } = process.cpuUsage(before.load)
  return {
    perSecond: done / seconds,
    cpuMicroseconds: (serverMs * 1_000) / Math.max(1, done),
    serverShare: serverMs / 1_000 / seconds,
    loadShare: (user + system) / 1e6 / seconds,
    seconds,
  }
}
