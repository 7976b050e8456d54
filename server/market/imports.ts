import { listingOf } from '../../shared/catalog/product.ts'
import { limits } from '../../shared/protocol/limits.ts'
import type { ImportRow } from './command.ts'
import type { Event } from './event.ts'
import type { Market } from './market.ts'
import { accepted, conflict, type Decide, refused } from './outcome.ts'
import { refuseMore } from './quotas.ts'
import { ofShop } from './shops.ts'

/**
 * Decides a file of products: all rows in one entry, or none. Returns `conflict` if a product was edited
 * after the file was checked, or if too little stock is left for a row that removes some.
 */
export const decideImport: Decide<'product:import'> = (market, actor, { rows, shopId }, bounds) => {
  if (rows === null) return conflict({ kind: 'market' })
  return ofShop(market, actor, shopId, 'seller', () => {
    const changed = rows.find((row) => row.kind === 'update' && !isAsChecked(market, shopId, row))
    if (changed?.kind === 'update') return conflict({ kind: 'product', id: changed.productId })
    const created = rows.filter(({ kind }) => kind === 'create').length
    const full = refuseMore(market, shopId, { created, categories: rows.map(categoryOf) }, bounds)
    if (full) return refused(full)
    return accepted(...eventsOf(rows, shopId, market.counters.lastProductId))
  })
}

/** The category that a row gives its product. */
const categoryOf = (row: ImportRow): string | null =>
  (row.kind === 'create' ? row.product.category : row.changes.category) ?? null

function isAsChecked(market: Market, shopId: number, row: Extract<ImportRow, { kind: 'update' }>): boolean {
  const product = market.products.get(row.productId)
  if (!product || product.deleted || product.shopId !== shopId || product.seq > row.ifSeq) return false
  const stock = product.stock + row.restock
  return stock >= 0 && stock <= limits.stockMax
}

function eventsOf(rows: readonly ImportRow[], shopId: number, lastProductId: number): Event[] {
  let productId = lastProductId
  return rows.flatMap((row): Event[] => {
    if (row.kind === 'create') {
      productId += 1
      return [{ type: 'product:created', productId, shopId, ...listingOf(row.product) }]
    }
    const events: Event[] = []
    const { productId: edited, changes, restock } = row
    if (Object.keys(changes).length) events.push({ type: 'product:edited', productId: edited, changes })
    if (restock !== 0)
      events.push({ type: 'product:restocked', productId: edited, quantity: restock, reason: 'CSV' })
    return events
  })
}
