/** Returns random integers from 0 to 2^48 − 1, to seed a hash. */
export interface SeedSource {
  number(): number
}

/** Seeded, so that nobody can choose ids with equal hashes. Nothing depends on the order of hashes. */
export class Hash {
  readonly #one: number
  readonly #two: number
  readonly #three: number
  readonly #four: number

  constructor(random: SeedSource) {
    this.#one = seedFrom(random)
    this.#two = seedFrom(random)
    this.#three = seedFrom(random)
    this.#four = seedFrom(random)
  }

  /** The hash of four words, from 0 to 2^32 − 1. */
  ofWords(one: number, two: number, three: number, four: number): number {
    let hash = mixed(Math.imul(one ^ this.#one, this.#two))
    hash = mixed(Math.imul(hash ^ two, this.#three))
    hash = mixed(Math.imul(hash ^ three, this.#four))
    return mixed(Math.imul(hash ^ four, this.#one)) >>> 0
  }

  /** The hash of a text, from 0 to 2^32 − 1. */
  ofText(text: string): number {
    const multiplier = this.#two
    let hash = this.#one ^ text.length
    for (let index = 0; index < text.length; index += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(index), multiplier)
      hash ^= hash >>> 15
    }
    return mixed(Math.imul(hash, this.#three)) >>> 0
  }
}

/** An odd word: multiplication by it loses no bits. */
const seedFrom = (random: SeedSource): number => random.number() | 1

const mixed = (hash: number): number => hash ^ (hash >>> 15) ^ (hash >>> 7)
