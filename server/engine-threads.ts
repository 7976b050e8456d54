import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { constants, getPriority, setPriority } from 'node:os'
import { errorCode } from './disk/disk.ts'

/** On Linux, where each thread has a priority of its own, this has a folder for each of this process. */
const threadsFolder = '/proc/self/task'
const engineThread = 'V8Worker'
const niceMore = 10

/**
 * Puts the engine's own threads, which collect garbage and compile, below the one that sells. At the same priority the
 * kernel lets them run for 8 ms at a time on a core that orders wait for; and on a core that is busy selling they only
 * take turns with it, which was a twentieth of its speed. On a core that is idle they work as ever, and when the
 * market's thread waits for them, it leaves them its core.
 */
export function putEngineBelow(): void {
  const nice = Math.min(constants.priority.PRIORITY_LOW, getPriority() + niceMore)
  try {
    for (const thread of engineThreads()) setPriority(thread, nice)
  } catch (error) {
    // A sandbox may forbid it; then all goes on, a little slower.
    if (errorCode(error) !== 'ERR_SYSTEM_ERROR') throw error
  }
}

/** Their ids; none where they are not known. */
function engineThreads(): number[] {
  if (!existsSync(threadsFolder)) return []
  return readdirSync(threadsFolder)
    .filter((thread) => readFileSync(`${threadsFolder}/${thread}/comm`, 'latin1').trim() === engineThread)
    .map(Number)
}
