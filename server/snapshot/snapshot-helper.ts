import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { SnapshotMade } from './make-snapshot.ts'

/** Makes the snapshot of a folder's journal up to a seq; stops on the signal. */
export type SnapshotMaker = (folder: string, upTo: number, signal: AbortSignal) => Promise<SnapshotMade>

/**
 * Makes snapshots on the real disk, each in a process of its own that leaves the cores to the market: a thread would
 * share the engine's helpers with it. Nothing but the folder's name and the seq goes there: the market's state is
 * never copied.
 *
 * That process is not forked by this one, which would stand still for it the longer the more memory it has, but by a
 * small one that waits for that (`snapshot-forker.mjs`). It ends with this process, on a maker's signal, or when
 * closed, with the snapshot that is under way; the next snapshot starts another, and so it does when it has crashed.
 */
export class SnapshotHelper {
  #forker: ChildProcess | null = null

  /** Starts the process that waits: best while this one is small. */
  start(): void {
    this.#running()
  }

  /** One at a time. */
  readonly make: SnapshotMaker = (folder, upTo, signal) =>
    new Promise((done, fail) => {
      signal.throwIfAborted()
      const forker = this.#running()
      const stop = (): void => this.close()
      const end = (): void => {
        signal.removeEventListener('abort', stop)
        forker.off('message', told).off('error', fail).off('exit', ended)
        forker.channel?.unref()
      }
      const told = (made: SnapshotMade | { error: string }): void => {
        end()
        if ('error' in made) fail(new Error(made.error))
        else done(made)
      }
      const ended = (code: number | null): void => {
        end()
        fail(new Error(`the process that has snapshots made ended with code ${code}, and no snapshot`))
      }
      signal.addEventListener('abort', stop)
      forker.on('message', told).on('error', fail).on('exit', ended)
      forker.channel?.ref()
      forker.send({ folder, upTo })
    })

  /** Ends the process that waits, and what it has made. */
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
    })
    // Nobody stays for a process that only waits.
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
