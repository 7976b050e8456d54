import { readdir, readFile, statfs } from 'node:fs/promises'
import { getHeapStatistics } from 'node:v8'

/** How much of something there is, and how much of it is used. */
export interface Use {
  used: number
  max: number
}

/** The machine's resources; null when the system does not report one. */
export interface Machine {
  disk(folder: string): Promise<Use | null>
  openFiles(): Promise<Use | null>
  memory(): Use
}

export const thisMachine: Machine = {
  disk: async (folder) => {
    try {
      const { blocks, bfree, bavail, bsize } = await statfs(folder)
      // Blocks reserved for the administrator are not available to the market.
      const max = (blocks - bfree + bavail) * bsize
      return max > 0 ? { used: max - bavail * bsize, max } : null
    } catch {
      return null
    }
  },
  openFiles: async () => {
    try {
      const [open, limits] = await Promise.all([
        readdir('/proc/self/fd'),
        readFile('/proc/self/limits', 'utf8'),
      ])
      const max = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1])
      return max > 0 ? { used: open.length, max } : null
    } catch {
      // Not on Linux.
      return null
    }
  },
  memory: () => {
    const { used_heap_size, heap_size_limit } = getHeapStatistics()
    return { used: used_heap_size, max: heap_size_limit }
  },
}
