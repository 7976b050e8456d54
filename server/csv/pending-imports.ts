import type { Bounds } from '../bounds.ts'
import type { ImportRow } from '../market/command.ts'

/** A checked file that waits to be confirmed. */
export interface PendingImport {
  token: string
  /** Who checked it, and alone may confirm it. */
  actorId: string
  shopId: number
  importRows: ImportRow[]
}

export type PlannedImport = Pick<PendingImport, 'shopId' | 'importRows'> & {
  /** The command that applies it or has applied it. */
  commandId: string
}

export interface PendingUsage {
  /** Of all files. */
  rows: number
  /** How many files of a shop wait. */
  filesOf(shopId: number): number
}

/**
 * Checked files that wait to be confirmed, for a while. Bounded: a shop's new file replaces its oldest one. If all files
 * together have too many rows, it replaces one of the shop with the most rows, but not if its own shop would then have
 * more. A port: memory is one adapter, a table that several nodes share another.
 */
export interface PendingImports {
  /** Throws a {@link TooManyRows}. */
  add(file: PendingImport): Promise<void>
  /**
   * What a file of this actor does, and the command that applies it: the first that it was claimed for. Null when it is
   * not there, or is somebody else's.
   */
  claim(token: string, actorId: string, commandId: string): Promise<PlannedImport | null>
  /** Lets another command claim the file, if this one had. */
  release(token: string, commandId: string): Promise<void>
  usage(): Promise<PendingUsage>
}

export type ImportBounds = Pick<Bounds['imports'], 'plansPerShopMax' | 'planRowsMax' | 'planMsMax'>

/** The pending files leave no room for these rows. */
export class TooManyRows extends Error {
  override name = 'TooManyRows'
}

interface Waiting {
  token: string
  shopId: number
  rows: number
}

/** The tokens of the files that a new one replaces, of those that wait, oldest first. Throws a {@link TooManyRows}. */
export function replacedBy(
  file: Omit<Waiting, 'token'>,
  waiting: readonly Waiting[],
  { plansPerShopMax, planRowsMax }: ImportBounds,
): string[] {
  const own = waiting.filter(({ shopId }) => shopId === file.shopId)
  const dropped = own.slice(0, Math.max(0, own.length + 1 - plansPerShopMax))
  for (;;) {
    const left = waiting.filter((each) => !dropped.includes(each))
    if (usageOf(left).rows + file.rows <= planRowsMax) return dropped.map(({ token }) => token)
    const byShop = rowsByShop(left)
    const [heaviest, most] = [...byShop].reduce((one, other) => (other[1] > one[1] ? other : one), [0, 0])
    if (most <= (byShop.get(file.shopId) ?? 0) + file.rows) throw new TooManyRows()
    dropped.push(left.find(({ shopId }) => shopId === heaviest)!)
  }
}

function rowsByShop(waiting: readonly Waiting[]): Map<number, number> {
  const byShop = new Map<number, number>()
  for (const { shopId, rows } of waiting) byShop.set(shopId, (byShop.get(shopId) ?? 0) + rows)
  return byShop
}

export const usageOf = (waiting: readonly Omit<Waiting, 'token'>[]): PendingUsage => ({
  rows: waiting.reduce((sum, { rows }) => sum + rows, 0),
  filesOf: (id) => waiting.filter(({ shopId }) => shopId === id).length,
})
