import { Limits } from './limits.ts'

/** How much one shop may write. A quota does not bound what repeated listing and deleting writes to the journal. */
export class ShopRates extends Limits {
  readonly #created = this.window('productsCreatedPerShopPerHour')
  readonly #imports = this.window('importsPerShopPerHour')

  /** Null when the shop may create so many products now, else in how many ms it may. */
  takeCreated(shopId: number, products: number): number | null {
    return this.#created.take(String(shopId), this.now(), products)
  }

  /** The same for applying an import that creates so many products. */
  takeImport(shopId: number, products: number): number | null {
    return this.#imports.take(String(shopId), this.now()) ?? this.takeCreated(shopId, products)
  }
}
