import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { backupMarket } from '../../../server/backup/backup-market.ts'
import {
  type RestoreDependencies,
  type Restored,
  restoreMarket,
} from '../../../server/backup/restore-market.ts'
import { bounds } from '../../../server/bounds.ts'
import type { Disk } from '../../../server/disk/disk.ts'
import { lockFolder, lockName } from '../../../server/disk/folder-lock.ts'
import { nodeDisk } from '../../../server/disk/node-disk.ts'
import { FileJournal } from '../../../server/journal/file-journal.ts'
import { FileJournals } from '../../../server/journal/file-journals.ts'
import { entriesIn } from '../../../server/journal/journal.ts'
import type { Entry } from '../../../server/market/event.ts'
import { evolve } from '../../../server/market/evolve.ts'
import { systemClock, systemRandom } from '../../../server/os/system.ts'
import { verifyFolder } from '../../../server/verify/verify.ts'
import { newMarket } from './new-market.ts'
import { randomHistory } from './random-history.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

const seed = 23

/** A market, a folder for its copy, and entries to append. */
interface MarketFolder {
  root: string
  market: string
  copy: string
  later: readonly Entry[]
}

/** A folder on the machine's disk with a market of `entries` entries in `market`, over several files. */
export async function marketFolder(entries: number): Promise<MarketFolder> {
  const root = await makeTemporaryFolder()
  const market = join(root, 'market')
  await nodeDisk.makeFolder(market)
  const journal = await openSmall(market)
  const history = randomHistory(seed, entries + 60).entries
  const all = history.slice(0, entries)
  for (let start = 0; start < all.length; start += 7) await journal.append(start, all.slice(start, start + 7))
  await journal.close()
  writeFileSync(join(market, 'secret'), `secret of ${entries}\n`, { mode: 0o600 })
  return { root, market, copy: join(root, 'copy'), later: history.slice(entries) }
}

/** A folder's journal, with files so small that there are several. */
export const openSmall = (folder: string): Promise<FileJournal> =>
  FileJournal.open({
    disk: nodeDisk,
    folder,
    from: 0,
    knownDurableSeq: 0,
    report: () => {},
    bounds: { segmentBytesMax: 8 * 1024, readChunkBytes: 4_096 },
  })

const journalsOn = (disk: Disk) => (folder: string) => new FileJournals({ disk, folder })

export const backUp = (market: string, copy: string, disk: Disk = nodeDisk) =>
  backupMarket({ disk, lockFolder, journalsIn: journalsOn(disk), verify: verifyFolder }, market, copy)

export const restore = (
  copy: string,
  market: string,
  parts: Partial<RestoreDependencies> = {},
): Promise<Restored> =>
  restoreMarket(
    {
      disk: nodeDisk,
      lockFolder,
      journalsIn: journalsOn(parts.disk ?? nodeDisk),
      clock: systemClock,
      random: systemRandom,
      logger: pino({ level: 'silent' }),
      verify: verifyFolder,
      bounds,
      ...parts,
    },
    copy,
    market,
  )

/** What a start would find in a folder; reads only. */
export async function contentOf(folder: string): Promise<{ seq: number; epoch: string; secret: string }> {
  const journal = await openSmall(folder)
  const market = newMarket()
  for (const entry of await entriesIn(journal.read({ after: 0 }))) evolve(market, entry)
  await journal.close()
  const { seq, epoch } = market.counters
  return { seq, epoch, secret: readFileSync(join(folder, 'secret'), 'utf8') }
}

/** The bytes of a folder's files but its lock's, by name. */
export const filesOf = (folder: string): Map<string, string> =>
  new Map(
    readdirSync(folder)
      .filter((name) => !name.startsWith(lockName))
      .map((name) => [name, readFileSync(join(folder, name), 'latin1')]),
  )
