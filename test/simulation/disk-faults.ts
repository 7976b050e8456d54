import type { SeededRandom } from '../../shared/seeded-random.ts'
import type { DiskCall } from '../support/doubles/faulty-disk.ts'
import type { Coverage } from './coverage.ts'
import type { DiskFault, DiskProcess } from './disk.ts'
import type { MarketProcess } from './market-process.ts'
import type { Scheduler } from './scheduler.ts'

/** How a machine ends. */
export type CrashKind = 'kill' | 'power'

/** A fault for the next call that matches; `callsBefore` such calls succeed first. */
export type Armed =
  | { kind: 'crash'; point: string; crash: CrashKind; callsBefore?: number }
  | { kind: 'error'; operation: 'write' | 'sync'; code: 'EIO' }

interface About {
  isSnapshot: boolean
  isStarting(): boolean
  /** Whether a record of people has an effect that the market has not reported yet. */
  isEffectAsked(): boolean
  crash(kind: CrashKind): void
}

export interface DiskFaultsParts {
  scheduler: Scheduler
  random: SeededRandom
  coverage: Coverage
  diskMsMax: number
  /** Called when a call takes effect. */
  onCall(call: DiskCall): void
}

/** How long the disk's calls take, and which of them fail. */
export class DiskFaults {
  readonly #parts: DiskFaultsParts
  armed: Armed | null = null
  /** The share of writes that take only a part. */
  shortWrites = 0
  slowness = 1

  constructor(parts: DiskFaultsParts) {
    this.#parts = parts
  }

  /** The disk as one process uses it. */
  callsOf(process: MarketProcess, about: About): DiskProcess {
    const { scheduler, onCall } = this.#parts
    let isChangingSegment = false
    /** What the program is doing, to tell crashes apart. */
    const stageOf = ({ path, operation }: DiskCall): string => {
      if (about.isSnapshot) return 'snapshot'
      if (about.isStarting()) return 'start'
      if (isPeople(path) && about.isEffectAsked()) return 'effect'
      if (!isSegment(path) && !(isChangingSegment && operation === 'syncFolder')) return 'other'
      if (operation === 'open') isChangingSegment = true
      return isChangingSegment ? 'segment change' : 'append'
    }
    return {
      later: (call, run) => {
        scheduler.after(this.#costMs(call), () => {
          process.run(() => {
            run()
            onCall(call)
          })
        })
      },
      faultAt: (call) => {
        const stage = stageOf(call)
        if (call.operation === 'syncFolder') isChangingSegment = false
        return this.#faultAt(call, stage, about)
      },
    }
  }

  #costMs({ operation }: DiskCall): number {
    const { random, diskMsMax } = this.#parts
    const isSync = operation === 'sync' || operation === 'syncFolder'
    return random.fraction() * diskMsMax * this.slowness * (isSync ? 1 : 0.1)
  }

  #faultAt(call: DiskCall, stage: string, about: About): DiskFault | null {
    const { random, coverage } = this.#parts
    const { armed } = this
    if (armed?.kind === 'crash' && armed.point.startsWith(`crash: ${stage}, ${call.operation},`)) {
      if (armed.callsBefore) {
        armed.callsBefore -= 1
        return null
      }
      this.armed = null
      coverage.count(armed.point)
      about.crash(armed.crash)
      return { kind: 'crash', done: armed.point.endsWith('after') }
    }
    if (armed?.kind === 'error' && armed.operation === call.operation) {
      this.armed = null
      coverage.count(`disk: ${call.operation} failed`)
      return { kind: 'error', code: armed.code }
    }
    if (call.operation === 'write' && (call.bytes ?? 0) > 1 && random.chance(this.shortWrites)) {
      coverage.count('disk: short write')
      return { kind: 'short', bytes: random.integer(1, (call.bytes ?? 2) - 1) }
    }
    return null
  }
}

const isPeople = (path: string): boolean => /\/people-\d+\.jsonl$/.test(path)
const isSegment = (path: string): boolean => /\/journal-\d+\.jsonl$/.test(path)
