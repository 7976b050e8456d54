import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeLargeFolder } from '../../support/large-folder.ts'

/** A market with a past, without snapshots. Made once, and found again by later runs; a million orders take half a minute. */
export async function largeFolder(size: { products: number; orders: number }): Promise<string> {
  const folder = join(tmpdir(), `souk-bench-large-${size.products}-${size.orders}`)
  if (existsSync(folder)) return folder
  const making = `${folder}.${process.pid}`
  rmSync(making, { recursive: true, force: true })
  mkdirSync(making, { recursive: true })
  await writeLargeFolder({ folder: making, ...size, seed: 1 })
  renameSync(making, folder)
  return folder
}
