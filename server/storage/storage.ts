import type { JournalEngine } from '../journal/journal.ts'
import type { Records } from '../records/records.ts'
import type { People } from '../session/accounts.ts'
import type { Secrets } from '../session/secrets.ts'

/** Where a market is kept: its journal, its people, its secrets. */
export interface Storage {
  readonly journals: JournalEngine
  readonly records: Records<People>
  readonly secrets: Secrets
  /** Where snapshots are kept: on this machine, since any of them may be lost. */
  readonly snapshotFolder: string
  /** Once the market and its people have ended. */
  close(): Promise<void>
}
