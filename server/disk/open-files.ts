import { readdirSync } from 'node:fs'
import { isOutOfFiles } from './disk.ts'

/** Open files of this process, sockets included, and how many the system allows. */
export interface OpenFiles {
  used: number
  max: number
}

/** An estimate without sockets, for systems that do not tell. */
const usedOtherwise = 64

export function countOpenFiles(): OpenFiles {
  return { used: usedNow(), max: allowed() }
}

function usedNow(): number {
  for (const folder of ['/proc/self/fd', '/dev/fd']) {
    try {
      return readdirSync(folder).length
    } catch (error) {
      if (isOutOfFiles(error)) throw error
    }
  }
  return usedOtherwise
}

/** The soft limit, which Node raises to the hard one at startup. */
function allowed(): number {
  // Without this it resolves the names of network addresses.
  Object.assign(process.report, { excludeNetwork: true })
  const report = process.report.getReport() as { userLimits?: { open_files?: { soft: number | string } } }
  const soft = report.userLimits?.open_files?.soft
  return typeof soft === 'number' ? soft : Number.POSITIVE_INFINITY
}
