import { stat } from 'node:fs/promises'
import { putBelow } from '../os/priority.mjs'

/**
 * The process that makes one snapshot, of the folder and up to the seq that it is given, and sends what came of it.
 *
 * It thinks at the lowest priority, and leaves the cores to the market. But it does not write at it: a writer that is
 * not let run in the middle of a change to the file system holds up whoever syncs there, and the market would wait
 * for its own journal as long as it is busy (up to 200 ms were seen). On Linux each thread has a priority of its own:
 * those that work on files are made first, and keep the one that they were made with; the engine's own are put below.
 *
 * It is JavaScript, since what takes types away would cost the market 50 ms of its core, each time, before this
 * process can step back.
 */

// A market that is gone needs no snapshot, and the next one makes its own. It may be gone already.
process.on('disconnect', () => process.exit(1))
if (!process.connected) process.exit(1)

await stat('.')
putBelow(Number.POSITIVE_INFINITY)

const [folder = '', upTo] = process.argv.slice(2)
const startedMs = performance.now()
try {
  // Not before: what is loaded is most of a start.
  const { putEngineBelow } = await import('../os/engine-threads.ts')
  putEngineBelow()
  const { nodeDisk } = await import('../disk/node-disk.ts')
  const { systemRandom } = await import('../os/system.ts')
  const { makeSnapshot } = await import('./make-snapshot.ts')
  const journals = await journalsOf(process.env.SOUK_DATABASE_URL)
  const problems = await makeSnapshot({
    journals,
    disk: nodeDisk,
    folder,
    upTo: Number(upTo),
    random: systemRandom,
  })
  /** @type {import('./make-snapshot.ts').SnapshotMade} */
  const made = { ms: performance.now() - startedMs, problems }
  process.send?.(made, () => process.exit(0))
} catch (error) {
  process.send?.({ error: error instanceof Error ? error.message : String(error) }, () => process.exit(1))
}

/** @param {string | undefined} databaseUrl */
async function journalsOf(databaseUrl) {
  if (databaseUrl) {
    const { readerOf } = await import('../postgres/postgres-journals.ts')
    return readerOf(databaseUrl)
  }
  const { nodeDisk } = await import('../disk/node-disk.ts')
  const { FileJournals } = await import('../journal/file-journals.ts')
  return new FileJournals({ disk: nodeDisk, folder })
}
