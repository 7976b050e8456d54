import type { Passwords } from '../../../server/session/passwords.ts'
import { plainPasswords } from './plain-passwords.ts'

/** Passwords as they are, each hashed when the test lets it pass. */
export class HeldPasswords implements Passwords {
  readonly #held: (() => void)[] = []
  readonly #arrivals: (() => void)[] = []

  async hash(password: string): Promise<string> {
    await this.#wait()
    return plainPasswords.hash(password)
  }

  async verify(kept: string, password: string): Promise<boolean> {
    await this.#wait()
    return plainPasswords.verify(kept, password)
  }

  /** Resolves when one is held. */
  async hold(): Promise<void> {
    if (this.#held.length === 0) await new Promise<void>((resolve) => this.#arrivals.push(resolve))
  }

  /** Lets all pass until `done` is settled. */
  async passWhen(done: Promise<unknown>): Promise<void> {
    let isDone = false
    const ended = done.finally(() => {
      isDone = true
      for (const arrive of this.#arrivals.splice(0)) arrive()
    })
    while (!isDone) {
      for (const pass of this.#held.splice(0)) pass()
      await Promise.race([this.hold(), ended])
    }
  }

  async #wait(): Promise<void> {
    const passed = new Promise<void>((pass) => this.#held.push(pass))
    for (const arrive of this.#arrivals.splice(0)) arrive()
    await passed
  }
}
