import { type BoundName, type BoundUse, boundNames } from '../../shared/protocol/operator-messages.ts'
import type { Use } from './machine.ts'

/** How each bound is read, on request. Null when unknown. */
export type BoundReaders = Readonly<Record<BoundName, () => Use | null | Promise<Use | null>>>

/** How full each bound is. */
export class Capacity {
  readonly #readers: BoundReaders
  constructor(readers: BoundReaders) {
    this.#readers = readers
  }

  /** All known bounds, by importance. */
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
