import type { Logger } from 'pino'
import type { Bounds } from './bounds.ts'
import { type ChangeSet, changeSetOf } from './broadcast/change-set.ts'
import { type Disk, errorCode, isOutOfFiles } from './disk/disk.ts'
import { FileJournal } from './journal/file-journal.ts'
import type { Journal } from './journal/journal.ts'
import { replayInto } from './journal/replay.ts'
import { forget } from './market/idempotency.ts'
import type { Random } from './os/clock.ts'
import type { Snapshots } from './snapshot/snapshots.ts'
import { type DurableMarket, emptyMarket } from './store/durable-market.ts'

/** A market as its folder has it, and the journal to go on with. */
export interface Opened {
  market: DurableMarket
  journal: Journal
  /** ChangeSet of the last entries, for clients that were there before the restart. */
  tail: ChangeSet[]
  /** The seq of the snapshot that was started from; 0 without one. */
  snapshotSeq: number
}

/**
 * Starts from the latest good snapshot and the journal after it, or from the journal alone: the state is the
 * same. Throws a JournalDamage where the journal cannot be trusted.
 */
export async function openMarket(parts: {
  disk: Disk
  folder: string
  snapshots: Snapshots
  random: Random
  logger: Logger
  bounds: Pick<Bounds, 'market' | 'journal' | 'broadcast'>
}): Promise<Opened> {
  const { disk, folder, snapshots, random, logger, bounds } = parts
  const snapshot = await snapshots.latest()
  const market = snapshot?.state ?? emptyMarket(random)
  const snapshotSeq = market.counters.seq
  const journal = await FileJournal.open({
    disk,
    folder,
    from: snapshotSeq,
    vouchedSeq: snapshotSeq,
    bounds: bounds.journal,
    fold: replayInto(market, bounds.market),
    onShortage: (error) => reportShortage(logger, error),
    report: (tear) => logger.warn(tear, 'the journal ended in a torn entry, which was never acknowledged'),
  })
  forget(market.remembered.map, market.counters.seq, bounds.market)
  const tail = await readTail(journal, market, bounds.broadcast.resumeEntriesMax)
  logger.info({ seq: market.counters.seq, snapshotSeq }, 'the market is read')
  return { market, journal, tail, snapshotSeq }
}

function reportShortage(logger: Logger, error: unknown): void {
  if (error === null) logger.info('the journal takes entries again: selling goes on')
  else
    logger.warn(
      { code: errorCode(error) },
      isOutOfFiles(error)
        ? 'too many files are open: nothing is sold until the journal can open one'
        : 'the disk is full: nothing is sold until there is space',
    )
}

async function readTail(journal: Journal, market: DurableMarket, entriesMax: number): Promise<ChangeSet[]> {
  const tail: ChangeSet[] = []
  const after = Math.max(0, market.counters.seq - entriesMax)
  for await (const entry of journal.read(after)) tail.push(changeSetOf(entry, market))
  return tail
}
