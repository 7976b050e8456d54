import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SimulatedDisk } from './disk.ts'
import { dataFolder } from './market-config.ts'

const released = join(import.meta.dirname, '../fixtures/v1')
const names = readdirSync(released).sort()

/** The folder of the first release from which a seed starts, for two seeds in ten; null for an empty disk. */
export function oldFolderOf(seed: number): string | null {
  const turn = [4, 6].indexOf(seed % 10)
  if (turn === -1) return null
  return names[(Math.floor(seed / 10) * 2 + turn) % names.length]!
}

/** Puts the folder on the disk. Returns the time of its last entry. */
export function putOldFolder(disk: SimulatedDisk, name: string): number {
  const folder = join(released, name, 'market')
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile())
  for (const { parentPath, name: file } of files) {
    const path = join(parentPath, file)
    disk.put(path.replace(folder, dataFolder), readFileSync(path))
  }
  const journal = readFileSync(join(folder, 'journal-0000000000000001.jsonl'), 'utf8')
  return Number(/.*"at":(\d+)/s.exec(journal)![1])
}
