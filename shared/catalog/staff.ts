/**
 * Who works in a shop, and what each of them may do there. Declared here alone: the server's checks, its refusals and
 * what the pages show are derived from it. The operator may do all of it, in every shop.
 */
export const staffRoles = ['owner', 'manager', 'counter', 'reader'] as const
export type StaffRole = (typeof staffRoles)[number]

/** What may be done in a shop, and by whom. */
export const shopRights = {
  /** See products, also hidden ones, their ledgers, and orders with their codes. */
  see: ['owner', 'manager', 'counter', 'reader'],
  /** Mark orders as ready, and hand them over. */
  serve: ['owner', 'manager', 'counter'],
  /** Cancel orders. */
  cancel: ['owner', 'manager'],
  /** Add, change, count, restock and import products, with their prices and pictures. */
  products: ['owner', 'manager'],
  /** What changes from day to day: see `dailyShopFields`. */
  daily: ['owner', 'manager'],
  /** See what the shop has sold, added up. */
  figures: ['owner', 'manager', 'reader'],
  /** Take products, orders and ledgers along as files. */
  export: ['owner', 'manager', 'reader'],
  /** All other settings of the shop. */
  settings: ['owner'],
  /** Invite people, change their roles, remove them. */
  staff: ['owner'],
} as const satisfies Record<string, readonly StaffRole[]>
export type ShopRight = keyof typeof shopRights

/** What managers may set of a shop: pausing it, where and when to pick up, what counts as few. */
const dailyShopFields: readonly string[] = ['status', 'reopensAt', 'pickupNote', 'lowStockAt']

/** The right to change these fields of a shop. A field that is not listed as daily is the owner's. */
export const rightToSet = (fields: readonly string[]): ShopRight =>
  fields.every((field) => dailyShopFields.includes(field)) ? 'daily' : 'settings'

export const roleMay = (role: StaffRole, right: ShopRight): boolean =>
  (shopRights[right] as readonly StaffRole[]).includes(role)
