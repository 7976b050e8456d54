import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { constants, getPriority, setPriority } from 'node:os'

/** On Linux, where each thread has a priority of its own, this has a folder for each of this process. */
const threadsFolder = '/proc/self/task'
const engineThread = 'V8Worker'
const niceMore = 10

/**
 * Puts the engine's own threads, which collect garbage and compile, below the one that sells. At the same priority the kernel lets them run for 8 ms at a time on a core that orders wait for; and on a core
 * that is busy selling they only take turns with it, which was a tenth of its speed. On a core that is idle they work
 * as ever, and when the market's thread waits for them, it leaves them its core.
 */
export function putEngineBelow(): void {
  const nice = Math.min(constants.priority.PRIORITY_LOW, getPriority() + niceMore)
  for (const thread of engineThreads()) setPriority(thread, nice)
}

/** Their ids; none where they are not known. */
function engineThreads(): number[] {
  if (!existsSync(threadsFolder)) return []
  return readdirSync(threadsFolder)
    .filter((thread) => readFileSync(`${threadsFolder}/${thread}/comm`, 'latin1').trim() === engineThread)
    .map(Number)
}
