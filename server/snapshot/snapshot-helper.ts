import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { SnapshotMade } from './make-snapshot.ts'

/** Makes the snapshot of a folder's journal up to a seq; stops on the signal. */
export type SnapshotMaker = (folder: string, upTo: number, signal: AbortSignal) => Promise<SnapshotMade>

/**
 * Makes snapshots on the real disk, each in a process of its own that leaves the cores to the market: a thread would share
 * the engine's helper threads with it. It is sent only the folder's name and the seq: the market's state is never copied.
 *
 * This process does not fork it, since forking stops a process for longer the more memory it has, but a small one that
 * waits for requests (`snapshot-forker.mjs`). That one ends with this process, on a maker's signal, or when closed, and
 * with it the snapshot under way; the next snapshot starts another, also after a crash.
 */
export class SnapshotHelper {
  readonly #databaseUrl: string | null
  #forker: ChildProcess | null = null

  /** The journal is in this database; null where it is in the folder. */
  constructor(databaseUrl: string | null = null) {
    this.#databaseUrl = databaseUrl
  }

  /** Starts the waiting process: best while this one is small. */
  start(): void {
    this.#running()
  }

  /** One at a time. */
  readonly make: SnapshotMaker = async (folder, upTo, signal) => {
    signal.throwIfAborted()
    const forker = this.#running()
    const listening = new AbortController()
    const whileListening = { signal: listening.signal }
    const ended = once(forker, 'exit', whileListening).then(([code]) => {
      throw new Error(`the process that makes snapshots ended with code ${code} and no snapshot`)
    })
    signal.addEventListener('abort', () => this.close(), whileListening)
    try {
      forker.channel?.ref()
      forker.send({ folder, upTo })
      const [answer] = await Promise.race([once(forker, 'message', whileListening), ended])
      const made: SnapshotMade | { error: string } = answer
      if ('error' in made) throw new Error(made.error)
      return made
    } finally {
      listening.abort()
      forker.channel?.unref()
    }
  }

  /** Ends the waiting process, and the one that it forked. */
  close(): void {
    this.#forker?.disconnect()
    this.#forker = null
  }

  #running(): ChildProcess {
    const running = this.#forker
    if (running) return running
    const forker = fork(join(import.meta.dirname, 'snapshot-forker.mjs'), [], {
      execArgv: ['--single-threaded', '--v8-pool-size=1'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, SOUK_DATABASE_URL: this.#databaseUrl ?? '' },
    })
    // It must not keep this process running.
    forker.unref()
    forker.channel?.unref()
    const forget = (): void => {
      if (this.#forker === forker) this.#forker = null
    }
    forker.once('exit', forget).once('error', forget).once('disconnect', forget)
    this.#forker = forker
    return forker
  }
}
