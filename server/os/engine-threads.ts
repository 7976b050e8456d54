import { readdirSync, readFileSync } from 'node:fs'
import { putBelow } from './priority.mjs'

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
  for (const thread of threads()) if (nameOf(thread) === engineThread) putBelow(niceMore, Number(thread))
}

/** Their ids; none where they are not known. */
const threads = (): string[] => orElse([], () => readdirSync(threadsFolder))

/** Empty for one that has ended meanwhile. */
const nameOf = (thread: string): string =>
  orElse('', () => readFileSync(`${threadsFolder}/${thread}/comm`, 'latin1').trim())

/** A sandbox may hide anything of this, and no market fails to start because it would be a little slower. */
function orElse<Value>(otherwise: Value, read: () => Value): Value {
  try {
    return read()
  } catch {
    return otherwise
  }
}
