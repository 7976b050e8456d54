import type { SeededRandom } from '../../shared/seeded-random.ts'
import type { DiskCall } from '../support/doubles/faulty-disk.ts'
import type { DiskFault, SimulatedDisk } from './disk.ts'

export interface RandomFaults {
  random: SeededRandom
  disk: SimulatedDisk
  /** The operations that change the disk: faults happen at these. */
  changing: ReadonlySet<DiskCall['operation']>
  /** How many changes succeed at most before the first fault: few half of the time, otherwise many. */
  changesMax: { few: number; many: number }
  /** Collects the crashes that happened, as `crash at rename, done`. */
  seen: Set<string>
}

/** Plans the faults of one process: at a random change a crash, errors of one kind, or a full disk. */
export function randomFaults({ random, disk, changing, changesMax: { few, many }, seen }: RandomFaults) {
  let left = random.chance(0.5) ? random.integer(1, few) : random.integer(1, many)
  const kind = random.pick(['crash', 'crash', 'crash', 'sync', 'write', 'full'] as const)
  return ({ operation, bytes = 0 }: DiskCall): DiskFault | null => {
    if (changing.has(operation)) left -= 1
    if (changing.has(operation) && left <= 0) {
      if (kind === 'full' && left === 0) disk.spaceBytesMax = disk.usedBytes + random.integer(0, 300)
      if (kind === operation) return { kind: 'error', code: 'EIO' }
      if (kind === 'crash') {
        const done = random.chance(0.5)
        seen.add(crashAt(operation, done))
        return { kind: 'crash', done }
      }
    }
    const isShort = operation === 'write' && bytes > 1 && random.chance(0.1)
    return isShort ? { kind: 'short', bytes: random.integer(1, bytes - 1) } : null
  }
}

/** Every crash that these operations allow, as {@link RandomFaults.seen} collects them. */
export const crashesAt = (operations: Iterable<DiskCall['operation']>): string[] =>
  Array.from(operations).flatMap((operation) => [crashAt(operation, true), crashAt(operation, false)])

const crashAt = (operation: DiskCall['operation'], done: boolean): string =>
  `crash at ${operation}, ${done ? 'done' : 'not done'}`
