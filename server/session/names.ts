import type { Adapter } from 'lowdb'
import { type NamesFile, NamesPart } from './names-part.ts'

/** In how many files the names are: a rename writes one of them, so it costs a part of all names. */
const partsCount = 64

/**
 * The names to call at pickup, by buyer. They live outside the journal, which holds no personal data, in
 * files that an owner can open.
 */
export class Names {
  readonly #parts: readonly NamesPart[]

  private constructor(parts: readonly NamesPart[]) {
    this.#parts = parts
  }

  /** Reads the files that `adapterOf` names by their number; throws when one is there and cannot be read. */
  static async open(
    adapterOf: (part: string) => Adapter<NamesFile>,
    { namesMax }: { namesMax: number },
  ): Promise<Names> {
    const numbers = Array.from({ length: partsCount }, (_, part) => part.toString(16).padStart(2, '0'))
    const namesPerPartMax = Math.ceil(namesMax / partsCount)
    return new Names(
      await Promise.all(numbers.map((number) => NamesPart.open(adapterOf(number), namesPerPartMax))),
    )
  }

  /** The name to call; one made of the id for a buyer who gave none. */
  of(buyerId: string): string {
    return this.get(buyerId) ?? `Guest ${buyerId.slice(-4).toUpperCase()}`
  }

  /** The name that a buyer gave. */
  get(buyerId: string): string | undefined {
    return this.#partOf(buyerId).get(buyerId)
  }

  /** Durable once it resolves; rejects when the disk does not take it, and keeps the name in memory then. */
  set(buyerId: string, name: string): Promise<void> {
    return this.#partOf(buyerId).set(buyerId, name)
  }

  /** Resolves when all that was set has been written. */
  async close(): Promise<void> {
    await Promise.all(this.#parts.map((part) => part.close()))
  }

  /** Ids are random, so that any sum of their characters spreads them. */
  #partOf(buyerId: string): NamesPart {
    let sum = 0
    for (let index = 0; index < buyerId.length; index += 1)
      sum = (sum * 31 + buyerId.charCodeAt(index)) % 65_521
    return this.#parts[sum % partsCount]!
  }
}
