import type { AddressGroup } from './address-group.ts'

/** Where accounts signed in since the start, the latest ones. Not stored, since addresses are personal data. */
export class KnownAddresses {
  readonly #max: number
  /** Oldest first. */
  readonly #known = new Set<string>()

  constructor(max: number) {
    this.#max = max
  }

  has(email: string, address: AddressGroup): boolean {
    return this.#known.has(keyOf(email, address))
  }

  add(email: string, address: AddressGroup): void {
    const key = keyOf(email, address)
    this.#known.delete(key)
    const [oldest] = this.#known.size >= this.#max ? this.#known : []
    if (oldest !== undefined) this.#known.delete(oldest)
    this.#known.add(key)
  }
}

const keyOf = (email: string, address: AddressGroup): string => `${email} ${address}`
