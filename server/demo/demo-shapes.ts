export interface DemoShop {
  slug: string
  name: string
  description: string
  pickupNote: string
  timeZone: string
  lowStockAt: number
  products: readonly DemoProduct[]
}

export interface DemoProduct {
  name: string
  description: string
  category: string
  /** Cents. */
  price: number
  /** What is left when the demo week is over; `planWeek` works out what must have been there before. */
  stock: number
  limitPerBuyer: number | null
  /** How often it is bought, compared with the others of its shop. */
  demand: number
  /** The most that one buyer takes of it at once. */
  quantityMax: number
  /** Made fresh each morning, so that it is restocked then. */
  isFresh: boolean
}
