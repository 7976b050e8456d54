import type { Metric } from 'prom-client'
import type { PendingImports } from '../csv/pending-imports.ts'
import type { SharedCounts } from '../edge/shared-counts.ts'
import type { ImageStore } from '../images/image-store.ts'
import type { JournalEngine } from '../journal/journal.ts'
import type { Fork } from '../postgres/fork.ts'
import type { NodeObstacle } from '../postgres/node-registry.ts'
import type { Records } from '../records/records.ts'
import type { People } from '../session/accounts.ts'
import type { Secrets } from '../session/secrets.ts'
import type { DurableMarket } from '../store/durable-market.ts'

/** Where a market is kept: its journal, its people, its secrets, its pictures. */
export interface Storage {
  readonly journals: JournalEngine
  readonly records: Records<People>
  readonly secrets: Secrets
  /** Where snapshots are kept: on this machine, since any of them may be lost. */
  readonly snapshotFolder: string
  /** For limits that count over all nodes. */
  readonly counts: SharedCounts
  readonly imports: PendingImports
  /** A picture without an index entry belongs to the shop of a product that shows it. */
  openImages(market: DurableMarket): Promise<ImageStore>
  /** Where the journal can lose entries that a node has read from it, as a database can. */
  readonly fork?: Pick<Fork, 'keepLost' | 'wasFound' | 'settle'>
  /** Why this node may not sell although its journal can be reached, where there are nodes. */
  readonly obstacle?: NodeObstacle | null
  /** What there is to measure besides the market. */
  readonly metrics?: readonly Metric[]
  /** Once the market and its people have ended. */
  close(): Promise<void>
}
