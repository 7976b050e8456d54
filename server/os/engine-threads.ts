import { readdirSync, readFileSync } from 'node:fs'
import { putBelow } from './priority.mjs'

/** Has a folder for each thread of this process, on Linux, where each thread has its own priority. */
const threadsFolder = '/proc/self/task'
const engineThread = 'V8Worker'
const niceMore = 10

/**
 * Puts the engine's own threads, which collect garbage and compile, below the one that sells. At the same priority the
 * kernel lets them run for 8 ms at a time on a core that orders wait for, and on a core busy with selling they take a
 * twentieth of its speed. On an idle core they run as before; when the market's thread waits for them, on its core.
 */
export function putEngineBelow(): void {
  for (const thread of threads()) if (nameOf(thread) === engineThread) putBelow(niceMore, Number(thread))
}

/** The threads' ids; none if they are not known. */
const threads = (): string[] => orElse([], () => readdirSync(threadsFolder))

/** Empty for a thread that has ended. */
const nameOf = (thread: string): string =>
  orElse('', () => readFileSync(`${threadsFolder}/${thread}/comm`, 'latin1').trim())

/** A sandbox may hide any of these files, and a start must not fail because the market is a little slower. */
function orElse<Value>(otherwise: Value, read: () => Value): Value {
  try {
    return read()
  } catch {
    return otherwise
  }
}
