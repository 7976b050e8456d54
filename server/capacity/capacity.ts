import { type BoundName, type BoundUse, boundNames } from '../../shared/protocol/operator-messages.ts'
import type { Use } from './machine.ts'

/** How each bound is read: only when somebody asks. Null where that is not known. */
export type BoundReaders = Readonly<Record<BoundName, () => Use | null | Promise<Use | null>>>

/** The one list of what can be full. */
export class Capacity {
  readonly #readers: BoundReaders
  constructor(readers: BoundReaders) {
    this.#readers = readers
  }

  /** All bounds that are known, in the order of their importance. */
  async read(): Promise<BoundUse[]> {
    const uses = await Promise.all(
      boundNames.map(async (name) => {
        const use = await this.#readers[name]()
        return use && { name, ...use }
      }),
    )
    return uses.filter((use) => use !== null)
  }

  /** One of them. */
  async use(name: BoundName): Promise<Use | null> {
    return this.#readers[name]()
  }
}
