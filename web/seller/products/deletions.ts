import type { Product } from '../../../shared/protocol/shapes.ts'
import { readJson, tabStorage } from '../../store/storage.ts'

/** A deleted product, as needed to restore it. */
export type Deletion = Pick<Product, 'id' | 'shopId' | 'name' | 'stock'>

const key = 'souk:deleted-products'
const keptMax = 20

/** Products deleted in this tab, newest first. They can be restored until the tab is closed. */
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
    // Without storage the list lasts as long as the page.
    tabStorage.write(key, JSON.stringify({ epoch: this.#epoch(), list: this.#list }))
    for (const listener of this.#listeners) listener()
  }

  #read(): readonly Deletion[] {
    const kept = readJson(tabStorage, key) as { epoch?: string; list?: readonly Deletion[] } | null
    return kept?.epoch === this.#epoch() ? (kept?.list ?? []) : []
  }
}
