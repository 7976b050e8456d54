import { hash, verify } from '@node-rs/argon2'

/** How passwords are kept; simulations hand in one that costs nothing. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** Is it the one that `kept` was made of? */
  verify(kept: string, password: string): Promise<boolean>
}

/** As OWASP's cheat sheet on password storage advises for argon2id: 19 MiB, two passes, one lane. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** argon2id, whose default variant it is. */
export const argon2id: Passwords = {
  hash: (password) => hash(password, options),
  verify: (kept, password) => verify(kept, password),
}

/** Too many wait for their password to be looked at. */
export class TooManySignIns extends Error {
  override name = 'TooManySignIns'
}

/**
 * One password at a time: each takes a thread of the few that also sync the journal, and megabytes of memory.
 * Beyond `waitingMax` throws a {@link TooManySignIns}.
 */
export class PasswordLine implements Passwords {
  readonly #passwords: Passwords
  readonly #waitingMax: number
  #waiting = 0
  #last: Promise<unknown> = Promise.resolve()

  constructor(passwords: Passwords, waitingMax: number) {
    this.#passwords = passwords
    this.#waitingMax = waitingMax
  }

  hash(password: string): Promise<string> {
    return this.#inTurn(() => this.#passwords.hash(password))
  }

  verify(kept: string, password: string): Promise<boolean> {
    return this.#inTurn(() => this.#passwords.verify(kept, password))
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#waiting >= this.#waitingMax) throw new TooManySignIns()
    this.#waiting += 1
    const turn = this.#last.then(work)
    this.#last = turn.then(
      () => undefined,
      () => undefined,
    )
    try {
      return await turn
    } finally {
      this.#waiting -= 1
    }
  }
}
