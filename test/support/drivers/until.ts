const patienceMs = 15_000

/** Waits for conditions that only messages change: each message checks all of them again. */
export class Waiting {
  readonly #looks = new Set<() => void>()
  readonly #summary: () => string

  /** `summary` describes the state, for the error of a wait that times out. */
  constructor(summary: () => string) {
    this.#summary = summary
  }

  look(): void {
    for (const look of [...this.#looks]) look()
  }

  /** Resolves as soon as `holds`; rejects after a while, with what was awaited. */
  until(holds: () => boolean, what: string = holds.toString()): Promise<void> {
    if (holds()) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (!holds()) return
        clearTimeout(timer)
        this.#looks.delete(look)
        resolve()
      }
      const timer = setTimeout(() => {
        this.#looks.delete(look)
        reject(new Error(`waited in vain: ${what}; ${this.#summary()}`))
      }, patienceMs)
      this.#looks.add(look)
    })
  }
}
