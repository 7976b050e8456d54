import type { Bounds } from '../bounds.ts'
import { hourMs } from './allowance.ts'
import { SharedCounter, type SharedCounterOptions } from './shared-counter.ts'
import { noSharedCounts, type SharedCounts } from './shared-counts.ts'
import { WindowCounter } from './window-counter.ts'

export type RateBounds = Bounds['rates']

const windowsMs = {
  PerSecond: 1_000,
  PerTenSeconds: 10_000,
  PerMinute: 60_000,
  PerTenMinutes: 600_000,
  PerHour: hourMs,
} as const

/** Bounds whose names end with a window of time. */
export type WindowBound = keyof RateBounds & `${string}${keyof typeof windowsMs}`

export const windowMsOf = (name: WindowBound): number =>
  Object.entries(windowsMs).find(([end]) => name.endsWith(end))![1]

/** What all limits share. Switched off, they count and refuse nothing. */
export abstract class Limits {
  protected readonly on: boolean
  protected readonly bounds: RateBounds
  /** Monotonic, in ms. */
  protected readonly now: () => number
  protected readonly shared: SharedCounts

  constructor(on: boolean, bounds: RateBounds, now: () => number, shared: SharedCounts = noSharedCounts) {
    this.on = on
    this.bounds = bounds
    this.now = now
    this.shared = on ? shared : noSharedCounts
  }

  protected max(name: keyof RateBounds): number {
    return this.on ? this.bounds[name] : Number.POSITIVE_INFINITY
  }

  /** Counts up to a bound, within the window that its name states. */
  protected window<Key extends string = string>(name: WindowBound): WindowCounter<Key> {
    return new WindowCounter(this.max(name), windowMsOf(name), this.now)
  }

  /** The same over all nodes. */
  protected sharedWindow<Key extends string = string>(name: WindowBound): SharedCounter<Key> {
    return new SharedCounter(this.sharedOptions(name))
  }

  protected sharedOptions(name: WindowBound): SharedCounterOptions {
    return { name, max: this.max(name), windowMs: windowMsOf(name), now: this.now, shared: this.shared }
  }
}
