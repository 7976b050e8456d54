import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { table } from '../report.ts'
import type { RunOptions } from './measured.ts'

const outputFolder = resolve(import.meta.dirname, '../../.output')
const preload = join(import.meta.dirname, 'profile-on-signal.ts')

interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[]
  samples: number[]
  timeDeltas: number[]
}

/** Where a profile of this name is written; a later one replaces it. */
const profilePath = (name: string): string => join(outputFolder, `${name}.cpuprofile`)

/** What a server is run with to be profiled between two SIGUSR2. */
export function profiled(name: string): RunOptions {
  mkdirSync(outputFolder, { recursive: true })
  return { nodeOptions: ['--import', preload], environment: { BENCH_PROFILE: profilePath(name) } }
}

/** Prints where the time went, by package and by function. */
export function printProfile(name: string): void {
  const path = profilePath(name)
  if (!existsSync(path)) throw new Error(`no profile was written: ${path}`)
  const profile = JSON.parse(readFileSync(path, 'utf8')) as Profile
  const byPackage = new Map<string, number>()
  const byFunction = new Map<string, number>()
  const add = (to: Map<string, number>, key: string, time: number) => to.set(key, (to.get(key) ?? 0) + time)
  const times = new Map<number, number>()
  for (const [index, id] of profile.samples.entries())
    times.set(id, (times.get(id) ?? 0) + (profile.timeDeltas[index] ?? 0))
  for (const { id, callFrame } of profile.nodes) {
    const { functionName, url, lineNumber } = callFrame
    const place = url.replace(/.*node_modules\//, '').replace(/.*\/(?=(server|shared)\/)/, '')
    add(byPackage, packageOf(place) || functionName, times.get(id) ?? 0)
    add(byFunction, `${functionName || '(anonymous)'} ${place}:${lineNumber + 1}`, times.get(id) ?? 0)
  }
  console.log(`\nprofile: ${path}\n`)
  console.log(table(['self time', 'package'], shares(byPackage, 16)))
  console.log(`\n${table(['self time', 'function'], shares(byFunction, 30))}`)
}

function packageOf(place: string): string {
  if (place.startsWith('node:')) return place
  const [first = '', second = ''] = place.split('/')
  return first.startsWith('@') || first === 'server' ? `${first}/${second}` : first
}

function shares(times: ReadonlyMap<string, number>, count: number): string[][] {
  const all = [...times.values()].reduce((sum, time) => sum + time, 0)
  return [...times]
    .sort(([, one], [, other]) => other - one)
    .slice(0, count)
    .map(([what, time]) => [`${((time / all) * 100).toFixed(1)} %`, what])
}
