import type { Bounds } from '../bounds.ts'
import type { Passwords } from './passwords.ts'

/** Too many passwords wait to be hashed. */
export class TooManySignIns extends Error {
  override name = 'TooManySignIns'
}

/** Called before a password is checked. Rejects when too many were wrong. Resolves to the function that ends the attempt. */
export type BeginAttempt = () => Promise<(wasWrong: boolean) => Promise<void>>

type HashingBounds = Pick<Bounds['session'], 'passwordsWaitingMax' | 'passwordsWaitingPerAddressMax'>

interface Job {
  run(): Promise<void>
  reject(error: Error): void
}

/**
 * Hashes one password at a time: each takes a thread of the few that also sync the journal, and megabytes of
 * memory. Sources (addresses) take turns, so one that sends many waits behind itself. When all places are taken,
 * the source with the most jobs loses its latest to a source that has fewer. A job that finds no place is rejected with
 * {@link TooManySignIns}.
 */
export class HashingQueue {
  readonly #passwords: Passwords
  readonly #bounds: HashingBounds
  /** Waiting jobs by source, in the order of the sources' turns. */
  readonly #waiting = new Map<string, Job[]>()
  #length = 0
  #isRunning = false

  constructor(passwords: Passwords, bounds: HashingBounds) {
    this.#passwords = passwords
    this.#bounds = bounds
  }

  hash(source: string, password: string): Promise<string> {
    return this.#inTurn(source, () => this.#passwords.hash(password))
  }

  /** Is it the password that was hashed to `kept`? Rejects with what `begin` throws when the job's turn comes. */
  verify(source: string, kept: string, password: string, begin: BeginAttempt): Promise<boolean> {
    return this.#inTurn(source, async () => {
      const end = await begin()
      let wasWrong = false
      try {
        const isRight = await this.#passwords.verify(kept, password)
        wasWrong = !isRight
        return isRight
      } finally {
        await end(wasWrong)
      }
    })
  }

  #inTurn<Result>(source: string, work: () => Promise<Result>): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    const run = async (): Promise<void> => {
      try {
        resolve(await work())
      } catch (error) {
        reject(error)
      }
    }
    if (this.#push(source, { run, reject })) void this.#runAll()
    else reject(new TooManySignIns())
    return promise
  }

  #push(source: string, job: Job): boolean {
    const jobs = this.#waiting.get(source) ?? []
    if (jobs.length >= this.#bounds.passwordsWaitingPerAddressMax) return false
    if (this.#length >= this.#bounds.passwordsWaitingMax && !this.#makeRoom(jobs.length + 1)) return false
    jobs.push(job)
    this.#waiting.set(source, jobs)
    this.#length += 1
    return true
  }

  /** Rejects the latest job of the source that has most, if that is more than `count`. */
  #makeRoom(count: number): boolean {
    let longest: Job[] = []
    for (const jobs of this.#waiting.values()) if (jobs.length > longest.length) longest = jobs
    if (longest.length <= count) return false
    longest.pop()!.reject(new TooManySignIns())
    this.#length -= 1
    return true
  }

  async #runAll(): Promise<void> {
    if (this.#isRunning) return
    this.#isRunning = true
    for (let job = this.#next(); job; job = this.#next()) await job.run()
    this.#isRunning = false
  }

  #next(): Job | undefined {
    const [first] = this.#waiting
    if (!first) return undefined
    const [source, jobs] = first
    this.#waiting.delete(source)
    const job = jobs.shift()
    if (jobs.length > 0) this.#waiting.set(source, jobs)
    this.#length -= 1
    return job
  }
}
