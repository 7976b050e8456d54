import { join } from 'node:path'
import type { Logger } from 'pino'
import { type Disk, readFileIfThere, writeFileDurably } from '../disk/disk.ts'
import { marketBounds } from '../market/bounds.ts'
import { hasEntry } from '../market/idempotency.ts'
import type { Clock } from '../os/clock.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import type { PostgresReader } from './postgres-journals.ts'

interface Dependencies {
  reader: Pick<PostgresReader, 'entryAt'>
  disk: Disk
  folder: string
  clock: Clock
  logger: Logger
}

/** As long as this file exists, the market's clients have to start anew. */
const markName = 'forked'

/**
 * What a node does when the database has lost entries that the node has read from it: only a node that ran meanwhile can
 * tell. It keeps a list of what was lost, and stops. Its next start reads the database as it is then, and begins a new
 * epoch, so that all clients of all nodes start anew.
 */
export class Fork {
  readonly #dependencies: Dependencies

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  /** Writes which orders the database has lost or has in an earlier state, without anything personal. */
  async keepLost(market: DurableMarket): Promise<void> {
    const { disk, folder, clock, logger } = this.#dependencies
    const commonSeq = await this.#lastCommonSeq(market)
    const lost = [...market.orders.values()]
      .filter(({ changedSeq }) => changedSeq > commonSeq)
      .map(({ id, number, shopId, pickupCode, status, total, seq }) => ({
        ...{ id, number, shopId, pickupCode, status, total },
        isWhollyLost: seq > commonSeq,
      }))
    const at = new Date(clock.now()).toISOString()
    const path = join(folder, `lost-${at.replaceAll(':', '-')}.json`)
    const list = { at, afterSeq: commonSeq, upToSeq: market.counters.seq, orders: lost }
    await writeFileDurably(disk, path, Buffer.from(`${JSON.stringify(list, null, 2)}\n`))
    await writeFileDurably(disk, join(folder, markName), Buffer.from(`${path}\n`))
    logger.fatal({ path, orders: lost.length }, 'the database has lost entries; this file lists the orders')
  }

  async wasFound(): Promise<boolean> {
    const { disk, folder } = this.#dependencies
    return (await readFileIfThere(disk, join(folder, markName))) !== null
  }

  /** A new epoch has begun. */
  async settle(): Promise<void> {
    const { disk, folder } = this.#dependencies
    await disk.remove(join(folder, markName))
    await disk.syncFolder(folder)
  }

  /**
   * The last entry that both have, found by halving: once the histories differ, they do so for ever. It looks no further
   * back than the market knows every command's id; nothing older is taken for lost.
   */
  async #lastCommonSeq(market: DurableMarket): Promise<number> {
    let common = Math.max(0, market.counters.seq - marketBounds.idempotencyWindowEntriesMax)
    let differs = market.counters.seq + 1
    while (differs - common > 1) {
      const seq = Math.floor((common + differs) / 2)
      const entry = await this.#dependencies.reader.entryAt(seq)
      if (entry && hasEntry(market, entry)) common = seq
      else differs = seq
    }
    return common
  }
}
