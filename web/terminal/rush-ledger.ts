import { limits } from '../../shared/protocol/limits.ts'
import type { Movement } from '../../shared/protocol/shapes.ts'

/** A product's complete public ledger. */
export interface Ledger {
  productId: number
  stock: number
  movements: readonly Movement[]
}

const signs: Record<Movement['kind'], 1 | -1> = {
  listed: 1,
  restocked: 1,
  returned: 1,
  sold: -1,
  removed: -1,
}

/**
 * What is wrong with a ledger, as sentences. None if each line follows from the one before, no line is below 0, the
 * last one equals the stock, and at least `soldUnits` were sold after `afterSeq`.
 */
export function ledgerFaults(
  { productId, stock, movements }: Ledger,
  afterSeq: number,
  soldUnits: number,
): string[] {
  const faults: string[] = []
  let sum = 0
  let sold = 0
  for (const movement of movements) {
    sum += signs[movement.kind] * movement.quantity
    if (sum !== movement.stock)
      faults.push(`entry ${movement.seq} leaves ${movement.stock}, its sum is ${sum}`)
    if (movement.stock < 0) faults.push(`entry ${movement.seq} sold what was not there`)
    if (movement.kind === 'sold' && movement.seq > afterSeq) sold += movement.quantity
    sum = movement.stock
  }
  if (sum !== stock) faults.push(`the stock is ${stock}, the ledger ends with ${sum}`)
  if (sold < soldUnits) faults.push(`${soldUnits} were confirmed to buyers, ${sold} are in the ledger`)
  return faults.map((fault) => `product ${productId}: ${fault}`)
}

/** Reads a product's ledger from `GET /api/products/:id/ledger`, page by page; null when it was deleted. */
export async function fetchLedger(url: string, productId: number): Promise<Ledger | null> {
  const movements: Movement[] = []
  let after: string | number | null = null
  for (;;) {
    const address = new URL(`/api/products/${productId}/ledger`, url)
    address.searchParams.set('limit', String(limits.ledgerPageSizeMax))
    if (after !== null) address.searchParams.set('after', String(after))
    const response = await fetch(address)
    if (response.status === 404) return null
    if (!response.ok)
      throw new Error(`The ledger of product ${productId} was answered with ${response.status}.`)
    const page = (await response.json()) as Ledger & { next: string | number | null }
    movements.push(...page.movements)
    if (page.next === null) return { productId, stock: page.stock, movements }
    after = page.next
  }
}
