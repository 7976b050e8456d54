import { crc32 } from 'node:zlib'

/** A hash of everything that happened: it differs if two runs of a seed differ anywhere. */
export class Trace {
  #sum = 0
  #length = 0
  readonly #tell: ((line: string) => void) | null

  /** `tell` gets every line, to inspect a seed. */
  constructor(tell: ((line: string) => void) | null = null) {
    this.#tell = tell
  }

  add(atMs: number, line: string): void {
    const text = `${atMs.toFixed(6)} ${line}\n`
    this.#sum = crc32(text, this.#sum)
    this.#length += 1
    this.#tell?.(text)
  }

  /** The same for the same lines in the same order. */
  get hash(): string {
    return `${this.#sum.toString(16).padStart(8, '0')}-${this.#length}`
  }
}
