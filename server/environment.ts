import type { Logger } from 'pino'
import type { Machine } from './capacity/machine.ts'
import type { Disk } from './disk/disk.ts'
import type { FolderLock } from './disk/folder-lock.ts'
import type { Clock, Random } from './os/clock.ts'
import type { Passwords } from './session/passwords.ts'
import type { SnapshotMaker } from './snapshot/snapshot-helper.ts'

/** What the program is made of besides its configuration: the world, as tests may want another. */
export interface Environment {
  disk: Disk
  /** Takes a folder for this process alone; throws a FolderInUse when another has it. */
  lockFolder(folder: string): FolderLock
  /** Makes snapshots beside the market that goes on. */
  makeSnapshot: SnapshotMaker
  /** How passwords are kept. */
  passwords: Passwords
  clock: Clock
  random: Random
  logger: Logger
  /** The folder with the built browser client. */
  distFolder: string
  /** Whether sockets use the fast path (`server/socket/fast-path/`) where it is known to work. */
  directSockets: boolean
  /** What the machine has; this one's where none is given. */
  machine?: Machine
  /** The journal failed in a way after which nothing may be acknowledged: the process must end. */
  onFailed(error: unknown): void
}
