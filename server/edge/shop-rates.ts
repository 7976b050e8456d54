import { hourMs } from './allowance.ts'
import { WindowCounter } from './window-counter.ts'

export interface ShopBounds {
  productsCreatedPerShopPerHour: number
  importsPerShopPerHour: number
}

/** How much one shop may write: its quota alone does not bound what listing and deleting again writes to the journal. */
export class ShopRates {
  readonly #on: boolean
  readonly #now: () => number
  readonly #created: WindowCounter
  readonly #imports: WindowCounter

  /** `now` is monotonic, in ms. */
  constructor(on: boolean, bounds: ShopBounds, now: () => number) {
    this.#on = on
    this.#now = now
    this.#created = new WindowCounter(bounds.productsCreatedPerShopPerHour, hourMs)
    this.#imports = new WindowCounter(bounds.importsPerShopPerHour, hourMs)
  }

  /** Null when the shop may create so many products now, else in how many ms it may. */
  takeCreated(shopId: number, products: number): number | null {
    return this.#on ? this.#created.take(String(shopId), this.#now(), products) : null
  }

  /** The same for applying a file that creates so many products. */
  takeImport(shopId: number, products: number): number | null {
    if (!this.#on) return null
    return this.#imports.take(String(shopId), this.#now()) ?? this.takeCreated(shopId, products)
  }
}
