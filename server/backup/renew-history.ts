import { renewEpoch } from '../bootstrap.ts'
import type { Bounds } from '../bounds.ts'
import type { Environment } from '../environment.ts'
import type { JournalEngine } from '../journal/journal.ts'
import { openMarket } from '../open-market.ts'
import { CommandQueue } from '../queue/queue.ts'
import { BackupRefused } from './folders.ts'

/**
 * Continues a copied journal as another history, by an entry with a new epoch. Throws a {@link BackupRefused} unless the
 * journal has so many entries.
 */
export async function renewHistory(
  dependencies: Pick<Environment, 'clock' | 'random' | 'logger'> & { bounds: Bounds },
  journals: JournalEngine,
  entries: number,
): Promise<{ epoch: string; seq: number }> {
  const { random, logger, bounds } = dependencies
  // A copy's own snapshots are left out.
  const snapshots = { latest: async () => null, discard: async () => {} }
  const { market, journal } = await openMarket({ journals, snapshots, random, logger, bounds })
  if (market.counters.seq !== entries)
    throw new BackupRefused(
      `The copy changed while it was read: it had ${entries} entries, and now ${market.counters.seq}.`,
    )
  const failed = Promise.withResolvers<never>()
  const queue = new CommandQueue({
    ...dependencies,
    market,
    journal,
    bounds: bounds.queue,
    marketBounds: bounds.market,
    onCommitted: () => {},
    onFailed: failed.reject,
  })
  await Promise.race([renewEpoch(queue, random), failed.promise])
  await queue.close()
  await journal.close()
  return market.counters
}
