import { loadTexts, type TextPart } from '../texts/load.ts'

/**
 * The three apps and the account pages, each in a chunk that is loaded when it is first shown. The texts that it reads
 * are there before it, so that its modules may read them when they load.
 */
export const loadStorefront = () => import('../storefront/routes.tsx')
export const loadSeller = after(['account', 'seller'], () => import('../seller/routes.tsx'))
export const loadAccount = after(['account'], () => import('../account/routes.tsx'))
export const loadBoard = after(['board'], () => import('../board/routes.tsx'))

/** The buyer's pages that the first load of the storefront does not need. */
export const loadProduct = after(['orders'], () => import('../storefront/product/product-page.tsx'))
export const loadShop = after(['orders'], () => import('../storefront/shop/shop-page.tsx'))
export const loadOrders = after(['orders'], () => import('../storefront/orders/orders-page.tsx'))
export const loadReceipt = after(['orders'], () => import('../storefront/receipt/receipt-page.tsx'))

function after<Loaded>(parts: TextPart[], load: () => Promise<Loaded>): () => Promise<Loaded> {
  return async () => {
    await loadTexts(...parts)
    return load()
  }
}

const accountPages = ['sign-in', 'sign-up', 'invite', 'reset', 'account']

/** Which app an address belongs to. The storefront also handles addresses that do not exist. */
export function appOf(pathname: string): 'storefront' | 'seller' | 'board' | 'account' {
  const first = pathname.split('/')[1] ?? ''
  if (first === 'board') return 'board'
  if (accountPages.includes(first)) return 'account'
  return first === 'sell' ? 'seller' : 'storefront'
}
