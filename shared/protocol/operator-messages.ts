/** What fills up in a market, and the machine under it; what `GET /api/capacity` tells the operator. */

/** Everything that can be full, the most important first. */
export const boundNames = [
  'disk',
  'orders',
  'ordersEver',
  'products',
  'productsKept',
  'shops',
  'accounts',
  'names',
  'links',
  'endedSessions',
  'images',
  'imageBytes',
  'importRows',
  'queue',
  'connections',
  'openFiles',
  'memory',
] as const
export type BoundName = (typeof boundNames)[number]

/** How much of a bound is used; bytes for `disk`, `imageBytes` and `memory`, else a number of things. */
export interface BoundUse {
  name: BoundName
  used: number
  max: number
}

/** What one shop has. */
export interface ShopUse {
  shopId: number
  products: number
  orders: number
  images: number
  imageBytes: number
  /** Checked files of products that wait to be applied. */
  pendingImports: number
}

export interface CapacityReport {
  bounds: BoundUse[]
  shops: ShopUse[]
  /** How much each shop may have, save the operator's own. */
  quotas: { products: number; categories: number; images: number; imageBytes: number }
}

/** From here on a bound is nearly reached, and from there on all but reached. */
export const nearRatio = 0.8
export const almostFullRatio = 0.95

export const ratioOf = ({ used, max }: Pick<BoundUse, 'used' | 'max'>): number => (max > 0 ? used / max : 0)
