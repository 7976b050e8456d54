import type { Product } from '../../../shared/protocol/shapes.ts'

/** A product that was deleted here, so that it can be had back. */
export type Deletion = Pick<Product, 'id' | 'shopId' | 'name' | 'stock'>

const key = 'souk:deleted-products'
const keptMax = 20

/** What was deleted in this tab, newest first: undoing stays within reach until the tab is closed. */
export class Deletions {
  readonly #epoch: () => string | null
  readonly #listeners = new Set<() => void>()
  #list: readonly Deletion[] | null = null

  constructor(epoch: () => string | null) {
    this.#epoch = epoch
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  list = (): readonly Deletion[] => {
    this.#list ??= this.#read()
    return this.#list
  }

  add({ id, shopId, name, stock }: Product): void {
    this.#keep([{ id, shopId, name, stock }, ...this.list().filter((other) => other.id !== id)])
  }

  remove(id: number): void {
    this.#keep(this.list().filter((deletion) => deletion.id !== id))
  }

  #keep(list: Deletion[]): void {
    this.#list = list.slice(0, keptMax)
    try {
      sessionStorage.setItem(key, JSON.stringify({ epoch: this.#epoch(), list: this.#list }))
    } catch {
      // Without storage it is kept as long as the page is.
    }
    for (const listener of this.#listeners) listener()
  }

  #read(): readonly Deletion[] {
    try {
      const kept = JSON.parse(sessionStorage.getItem(key) ?? 'null')
      return kept?.epoch === this.#epoch() ? (kept?.list ?? []) : []
    } catch {
      // Not ours, or no storage at all.
      return []
    }
  }
}
