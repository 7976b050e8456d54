import type { Disk } from '../../../server/disk/disk.ts'
import { nodeDisk } from '../../../server/disk/node-disk.ts'

/** The machine's disk, of which every change from the given one on fails. */
export function failing(changes: number): Disk {
  let done = 0
  const count = (): void => {
    done += 1
    if (done > changes) throw Object.assign(new Error('failed'), { code: 'EIO' })
  }
  return {
    ...nodeDisk,
    open: async (path, mode) => {
      if (mode !== 'read' && mode !== 'plain') count()
      return nodeDisk.open(path, mode)
    },
    rename: async (from, to) => {
      count()
      return nodeDisk.rename(from, to)
    },
    remove: async (path) => {
      count()
      return nodeDisk.remove(path)
    },
    makeFolder: async (path) => {
      count()
      return nodeDisk.makeFolder(path)
    },
    syncFolder: async (path) => {
      count()
      return nodeDisk.syncFolder(path)
    },
  }
}
