import type { Core } from '../../server/core.ts'
import type { JournalWatch } from './journal-watch.ts'
import type { Market } from './market.ts'
import type { Link } from './network.ts'

/** What runs a market: one machine with a disk, or several nodes with a database. */
export interface World {
  readonly market: Market
  /** What is durable. */
  readonly watch: Pick<JournalWatch, 'rescan' | 'advance' | 'peopleHave'>
  /** Which run a client is connected to. */
  runOf(link?: Link): number
  start(): void
  /** Faults begin. */
  strike(): void
  /** All faults end. */
  heal(): void
  /** Whether all is up, at this seq, and asks for nothing. */
  isQuietAt(seq: number): boolean
  /** A core of the end. */
  lastCore(): Core | null
  readonly starts: number
  /** Loses what was durable, on purpose, with what must follow from it; only in some seeds of several nodes. */
  readonly loss: Loss | null
}

export interface Loss {
  strike(): void
  isSettled(): boolean
  judge(): void
}
