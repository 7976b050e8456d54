import { closeSync, openSync } from 'node:fs'
import { devNull } from 'node:os'
import { isOutOfFiles } from './disk.ts'

/**
 * Descriptors held in reserve, so that a file can still be opened when connections use all others. One is closed and the
 * file opened in the same turn of the event loop, so that nothing else can take it.
 */
export class SpareDescriptors {
  #spare: number[] = []
  #wanted = 0

  /** Holds this many from now on. */
  keep(wanted: number): void {
    this.#wanted = wanted
    for (const spare of this.#spare.splice(wanted)) closeSync(spare)
    this.refill()
  }

  /** Reopens what is missing, as far as currently possible. */
  refill(): void {
    while (this.#spare.length < this.#wanted) {
      try {
        this.#spare.push(openSync(devNull, 'r'))
      } catch (error) {
        if (!isOutOfFiles(error)) throw error
        return
      }
    }
  }

  /** Gives up a spare descriptor for the one that `open` opens. Throws `error` if there is none. */
  openInstead<Opened>(error: unknown, open: () => Opened): Opened {
    const spare = isOutOfFiles(error) ? this.#spare.pop() : undefined
    if (spare === undefined) throw error
    closeSync(spare)
    return open()
  }
}
