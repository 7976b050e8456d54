import type { Logger } from 'pino'
import type { Bounds } from './bounds.ts'
import type { Machine } from './capacity/machine.ts'
import type { Config } from './config.ts'
import type { Disk } from './disk/disk.ts'
import type { FolderLock } from './disk/folder-lock.ts'
import type { Clock, Random } from './os/clock.ts'
import type { Passwords } from './session/passwords.ts'
import type { SnapshotMaker } from './snapshot/snapshot-helper.ts'
import type { Storage } from './storage/storage.ts'

/** What the machine provides besides the configuration; tests replace it. */
export interface Environment {
  disk: Disk
  /** Locks a folder for this process; throws a FolderInUse if another has it. */
  lockFolder(folder: string): FolderLock
  /** Makes snapshots while the market goes on. */
  makeSnapshot: SnapshotMaker
  /** How passwords are kept. */
  passwords: Passwords
  clock: Clock
  random: Random
  logger: Logger
  /** The folder with the built browser client. */
  distFolder: string
  /** Whether sockets use the fast path (`server/socket/fast-path/`) if it is known to work. */
  directSockets: boolean
  /** Opens what a market is kept in; by the configuration, unless the simulation replaces it. */
  openStorage?(config: Config, environment: Environment, bounds: Bounds): Promise<Storage>
  /** The machine's resources; this machine's by default. */
  machine?: Machine
  /** Called when the journal failed so that nothing may be acknowledged any more: the process must end. */
  onFailed(error: unknown): void
}
