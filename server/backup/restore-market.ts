import { dirname } from 'node:path'
import type { Bounds } from '../bounds.ts'
import { lockName } from '../disk/folder-lock.ts'
import type { Environment } from '../environment.ts'
import { makeSnapshot } from '../snapshot/make-snapshot.ts'
import type { Verdict } from '../verify/verdict.ts'
import type { BackupDependencies } from './backup-market.ts'
import { copyMarket } from './copy-files.ts'
import {
  BackupRefused,
  checkApart,
  finishRestore,
  hasMarket,
  isThere,
  removeFolder,
  restoredName,
} from './folders.ts'
import { renewHistory } from './renew-history.ts'
import { takeLock, Unfinished } from './unfinished.ts'

/** What a restore needs of the environment. */
export interface RestoreDependencies
  extends BackupDependencies,
    Pick<Environment, 'clock' | 'random' | 'logger'> {
  bounds: Bounds
}

export interface Restored {
  entries: number
  orders: number
  epoch: string
  /** Where the previous market is now; null when there was none. */
  movedTo: string | null
}

/**
 * Replaces the market in `folder` with the one in `copy`, as another history: its journal continues with an entry that
 * gives it a new epoch. Both are paths as `realPathOf` returns them. The copy is audited first and only read; the
 * previous market is moved aside. Throws a {@link BackupRefused}, a JournalDamage, or the disk's error, and then
 * leaves the previous market in place. A crash at any moment leaves one or the other: see {@link finishRestore}.
 */
export async function restoreMarket(
  dependencies: RestoreDependencies,
  copy: string,
  folder: string,
): Promise<Restored> {
  const { disk, lockFolder } = dependencies
  checkApart(copy, folder)
  await finishRestore(disk, folder)
  const isTaken = await isThere(disk, folder)
  const inUse = `A market is running on ${folder}. Stop it, and try again.`
  const lock = isTaken ? takeLock(lockFolder, folder, inUse) : null
  try {
    if (isTaken) await checkReplaceable(dependencies, folder)
    const { entries, orders } = await checkWhole(dependencies, copy)
    const unfinished = await Unfinished.begin(disk, lockFolder, folder)
    try {
      const epoch = await fill(dependencies, copy, unfinished.path, entries)
      const movedTo = await putInPlace(dependencies, unfinished, folder)
      return { entries, orders, epoch, movedTo }
    } catch (error) {
      if (!(await isNeeded(dependencies, unfinished, folder))) await unfinished.drop()
      throw error
    } finally {
      unfinished.release()
    }
  } finally {
    lock?.release()
  }
}

/** Once the previous market was moved aside, the next start needs the restored one, and moves it into place. */
async function isNeeded(
  { disk }: RestoreDependencies,
  { path }: Unfinished,
  folder: string,
): Promise<boolean> {
  return path === folder || (path === restoredName(folder) && !(await isThere(disk, folder)))
}

/** Only a market is moved aside, never other files that a wrong name would hit. */
async function checkReplaceable({ disk }: RestoreDependencies, folder: string): Promise<void> {
  if (!(await isEmpty(disk, folder)) && !(await hasMarket(disk, folder)))
    throw new BackupRefused(`${folder} has files but no market. Name the market's folder with SOUK_DATA.`)
}

const isEmpty = async (disk: Environment['disk'], folder: string): Promise<boolean> =>
  (await disk.list(folder)).every((name) => name.startsWith(lockName))

/** Audits a market that does not run. Throws a {@link BackupRefused} where it is damaged, or where there is none. */
export async function checkWhole(
  { disk, verify }: Pick<RestoreDependencies, 'disk' | 'verify'>,
  copy: string,
): Promise<Verdict['counts']> {
  if (!(await hasMarket(disk, copy))) throw new BackupRefused(`There is no copy of a market in ${copy}.`)
  const { counts, findings, total } = await verify(copy)
  const [first] = findings
  if (first)
    throw new BackupRefused(
      `${copy} is damaged, so nothing was changed. First of ${total} findings, at entry ${first.seq}: ${first.message}. All of them: npm run verify -- ${copy}`,
    )
  if (counts.entries === 0) throw new BackupRefused(`The market in ${copy} has no whole entry.`)
  return counts
}

/** Copies the copy, makes it another history, and adds a snapshot to start from. Returns the epoch. */
async function fill(
  dependencies: RestoreDependencies,
  copy: string,
  folder: string,
  entries: number,
): Promise<string> {
  const { disk, random } = dependencies
  await copyMarket(disk, { journals: dependencies.journalsIn(copy), folder: copy }, folder)
  const journals = dependencies.journalsIn(folder)
  const { epoch, seq } = await renewHistory(dependencies, journals, entries)
  await makeSnapshot({ journals, disk, folder, upTo: seq, random })
  return epoch
}

/** Its second name says that it is whole: from there on, a start finishes what a crash interrupts. */
async function putInPlace(
  dependencies: RestoreDependencies,
  unfinished: Unfinished,
  folder: string,
): Promise<string | null> {
  const { disk } = dependencies
  if (await isThere(disk, restoredName(folder))) await removeFolder(disk, restoredName(folder))
  await unfinished.rename(restoredName(folder))
  const movedTo = (await isThere(disk, folder)) ? await moveAside(dependencies, folder) : null
  await unfinished.rename(folder)
  return movedTo
}

async function moveAside({ disk, clock }: RestoreDependencies, folder: string): Promise<string | null> {
  if (await isEmpty(disk, folder)) {
    await removeFolder(disk, folder)
    return null
  }
  const movedTo = await freeName(disk, `${folder}.before-restore-${dateOf(clock.now())}`)
  await disk.rename(folder, movedTo)
  await disk.syncFolder(dirname(folder))
  return movedTo
}

async function freeName(disk: Environment['disk'], wanted: string): Promise<string> {
  let name = wanted
  for (let number = 2; await isThere(disk, name); number += 1) name = `${wanted}-${number}`
  return name
}

/** 2026-07-31T12-00-00, in UTC. */
const dateOf = (now: number): string => new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')
