/** How full the market and its machine are: the reply of `GET /api/capacity`, for the operator. */

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

/** How much of a bound is used; bytes for `disk`, `imageBytes` and `memory`, else a count. */
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
  /** How much each shop may have, except the operator's own. */
  quotas: { products: number; categories: number; images: number; imageBytes: number }
}

/** Above the first a bound is nearly reached, above the second almost full. */
export const nearRatio = 0.8
export const almostFullRatio = 0.95

export const ratioOf = ({ used, max }: Pick<BoundUse, 'used' | 'max'>): number => (max > 0 ? used / max : 0)
