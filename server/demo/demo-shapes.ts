import type { NewProduct } from '../../shared/catalog/product.ts'
import type { ShopOpening } from '../../shared/catalog/shop.ts'

export interface DemoShop extends ShopOpening {
  slug: string
  /** Its avatar and banner are the pictures of this name. */
  picture: string
  color: string
  products: readonly DemoProduct[]
}

/** Its stock is what is left when the demo week is over: `planWeek` works out what must have been there before. */
export interface DemoProduct extends NewProduct {
  /** The name of its picture. */
  picture: string
  /** How often it is bought, compared with the others of its shop. */
  demand: number
  /** The most that one buyer takes of it at once. */
  quantityMax: number
  /** Made fresh each morning, so that it is restocked then. */
  isFresh?: boolean
}

/** A product, with its long text last. */
export const demoProduct = (
  name: string,
  facts: Omit<DemoProduct, 'name' | 'description'>,
  description: string,
): DemoProduct => ({ name, description, ...facts })
