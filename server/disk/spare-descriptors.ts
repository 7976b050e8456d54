import { closeSync, openSync } from 'node:fs'
import { devNull } from 'node:os'
import { isOutOfFiles } from './disk.ts'

/**
 * Descriptors that are open for nothing, so that a file can still be opened when connections have taken all others. One
 * is closed and the file opened in the same turn of the event loop: nothing can take its place meanwhile.
 */
export class SpareDescriptors {
  #spare: number[] = []
  #wanted = 0

  /** Keeps so many from now on. */
  keep(wanted: number): void {
    this.#wanted = wanted
    for (const spare of this.#spare.splice(wanted)) closeSync(spare)
    this.refill()
  }

  /** Opens what is missing, as far as that is possible now. */
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

  /** Runs `open`, which opens one descriptor, in the place of a spare one. Throws `error` where there is none. */
  openInstead<Opened>(error: unknown, open: () => Opened): Opened {
    const spare = isOutOfFiles(error) ? this.#spare.pop() : undefined
    if (spare === undefined) throw error
    closeSync(spare)
    return open()
  }
}
