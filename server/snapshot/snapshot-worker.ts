import { constants, setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { nodeDisk } from '../disk/node-disk.ts'
import { makeSnapshot, type SnapshotMade } from './make-snapshot.ts'

/** The thread that makes one snapshot, as its worker data says, and posts what came of it. */

// On Linux a priority is a thread's own: this one leaves the core to the market.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW)

const startedMs = performance.now()
const { folder, upTo } = workerData
const problems = await makeSnapshot({ disk: nodeDisk, folder, upTo })
const made: SnapshotMade = { ms: performance.now() - startedMs, problems }
parentPort?.postMessage(made)
