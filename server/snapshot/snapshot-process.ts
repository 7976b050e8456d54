import { constants, setPriority } from 'node:os'
import { nodeDisk } from '../disk/node-disk.ts'
import { makeSnapshot, type SnapshotMade } from './make-snapshot.ts'

/** The process that makes one snapshot, of the folder and up to the seq that it is given, and sends what came of it. */

// Before any other thread is made: on Linux each has a priority of its own, taken from the one that made it.
setPriority(constants.priority.PRIORITY_LOW)

// A market that is gone needs no snapshot, and the next one makes its own.
process.on('disconnect', () => process.exit(1))

const [folder, upTo] = process.argv.slice(2) as [string, string]
const startedMs = performance.now()
try {
  const problems = await makeSnapshot({ disk: nodeDisk, folder, upTo: Number(upTo) })
  const made: SnapshotMade = { ms: performance.now() - startedMs, problems }
  process.send?.(made, () => process.exit(0))
} catch (error) {
  process.send?.({ error: error instanceof Error ? error.message : String(error) }, () => process.exit(1))
}
