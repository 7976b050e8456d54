import { setTimeout as delay } from 'node:timers/promises'
import type { Measured } from '../servers/measured.ts'

/** The rate of a server over a period, and its CPU time. */
export interface Speed {
  perSecond: number
  /** Of the server, helpers included, for each. */
  cpuMicroseconds: number
  /** Share of one core, 0 to 1: a load generator near 1 is itself the limit. */
  serverShare: number
  loadShare: number
  seconds: number
}

/** What was counted in a period. */
export interface Spell {
  done: number
  ms: number
  serverCpuMs: number
  loadCpuMs: number
}

/** Compares a count that grows, and CPU times, before and after so many ms. */
export async function spellOf(server: Measured, count: () => number, ms: number): Promise<Spell> {
  const before = { count: count(), serverMs: server.cpuMs(), load: process.cpuUsage(), at: performance.now() }
  await delay(ms)
  const { user, system } = process.cpuUsage(before.load)
  return {
    done: count() - before.count,
    ms: performance.now() - before.at,
    serverCpuMs: server.cpuMs() - before.serverMs,
    loadCpuMs: (user + system) / 1_000,
  }
}

/** Combines several periods into one. */
export function speedOf(spells: readonly Spell[]): Speed {
  const sum = (of: (spell: Spell) => number): number => spells.reduce((total, spell) => total + of(spell), 0)
  const done = sum((spell) => spell.done)
  const ms = sum((spell) => spell.ms)
  const serverCpuMs = sum((spell) => spell.serverCpuMs)
  return {
    perSecond: (done * 1_000) / ms,
    cpuMicroseconds: (serverCpuMs * 1_000) / Math.max(1, done),
    serverShare: serverCpuMs / ms,
    loadShare: sum((spell) => spell.loadCpuMs) / ms,
    seconds: ms / 1_000,
  }
}

/** How fast it is for so many ms from now. */
export const measure = async (server: Measured, count: () => number, ms: number): Promise<Speed> =>
  speedOf([await spellOf(server, count, ms)])
