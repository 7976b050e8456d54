import type { Clock } from '../os/clock.ts'
import type { Audience } from './audience.ts'
import type { ChangeSet } from './change-set.ts'
import { type Page, ReadModel, type ReadModelDependencies } from './read-model.ts'

interface Dependencies extends ReadModelDependencies {
  clock: Clock
}

/** The number of recently served pages whose seq is remembered. */
const servedMax = 8

/** The whole market, encoded for each audience. */
export class ReadModels {
  readonly #dependencies: Dependencies
  readonly #kept = new Map<string, ReadModel>()
  readonly #making = new Set<ReadModel>()
  readonly #servedSeqs: number[] = []

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  /** Marks what an entry touched, to be encoded again for the next page. */
  touched(changeSet: ChangeSet): void {
    for (const page of this.#kept.values()) page.touched(changeSet)
    for (const page of this.#making) page.touched(changeSet)
  }

  /** The page of an audience, encoded at once. */
  of(audience: Audience): ReadModel {
    const kept = this.#kept.get(audience.key)
    if (kept) return kept
    const page = new ReadModel(audience, this.#dependencies)
    // Each kept page makes every sale cost more, so pages of single shops are made on request.
    if (audience.isShared) this.#kept.set(audience.key, page)
    return page
  }

  /** The page of an audience, encoded off the hot path. */
  async serve(audience: Audience): Promise<Page> {
    const making = this.of(audience)
    // Until it is finished, a page that is not kept must also get the changes made meanwhile.
    this.#making.add(making)
    const page = await making
      .encodeInSteps(this.#dependencies.clock)
      .finally(() => this.#making.delete(making))
    this.#servedSeqs.push(page.seq)
    if (this.#servedSeqs.length > servedMax) this.#servedSeqs.shift()
    return page
  }

  /** Whether a page of this seq was served recently. Its reader may resume from it, however old it is. */
  wasServed(seq: number): boolean {
    return this.#servedSeqs.includes(seq)
  }
}
