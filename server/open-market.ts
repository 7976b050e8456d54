import type { Logger } from 'pino'
import type { Bounds } from './bounds.ts'
import { type ChangeSet, changeSetOf } from './broadcast/change-set.ts'
import type { Journal, JournalEngine } from './journal/journal.ts'
import { replayInto } from './journal/replay.ts'
import { forget, hasEntry } from './market/idempotency.ts'
import type { Random } from './os/clock.ts'
import type { Snapshots } from './snapshot/snapshots.ts'
import { type DurableMarket, emptyMarket } from './store/durable-market.ts'

/** A market as of its journal, and the journal to append to. */
export interface Opened {
  market: DurableMarket
  journal: Journal
  /** The change sets of the last entries, so that clients resume after a restart. */
  tail: ChangeSet[]
  /** The seq of the snapshot that it started from; 0 without one. */
  snapshotSeq: number
}

/**
 * Starts from the latest good snapshot and the journal after it, or from the journal alone: the state is the same.
 * Throws a JournalDamage if the journal cannot be trusted.
 */
export async function openMarket(dependencies: {
  journals: JournalEngine
  snapshots: Pick<Snapshots, 'latest' | 'discard'>
  random: Random
  logger: Logger
  bounds: Pick<Bounds, 'market' | 'broadcast'>
}): Promise<Opened> {
  const { journals, snapshots, random, logger, bounds } = dependencies
  const snapshot = await snapshots.latest()
  const isOfJournal = snapshot === null || (await isHistoryOf(journals, snapshot.state))
  if (!isOfJournal) {
    logger.warn(
      { seq: snapshot.seq },
      'the snapshots are of another history than the journal, and are removed',
    )
    await snapshots.discard()
  }
  const market = snapshot !== null && isOfJournal ? snapshot.state : emptyMarket(random)
  const snapshotSeq = market.counters.seq
  const journal = await journals.open({ after: snapshotSeq, replay: replayInto(market, bounds.market) })
  forget(market.idempotencyWindow.map, market.counters.seq, bounds.market)
  const tail = await readTail(journal, market, bounds.broadcast.resumeEntriesMax)
  logger.info({ seq: market.counters.seq, snapshotSeq }, 'the market is read')
  return { market, journal, tail, snapshotSeq }
}

/** Whether the last entry of a market is the one that the journal has there. */
async function isHistoryOf(journals: JournalEngine, market: DurableMarket): Promise<boolean> {
  if (!journals.entryAt) return true
  const entry = await journals.entryAt(market.counters.seq)
  return entry !== null && hasEntry(market, entry)
}

async function readTail(journal: Journal, market: DurableMarket, entriesMax: number): Promise<ChangeSet[]> {
  const tail: ChangeSet[] = []
  const upTo = market.counters.seq
  const after = Math.max(0, upTo - entriesMax)
  for await (const entries of journal.read({ after, upTo }))
    for (const entry of entries) tail.push(changeSetOf(entry, market))
  return tail
}
