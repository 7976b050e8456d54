/** The three apps and the account pages, each in a chunk that is loaded when it is first shown. */
export const loadStorefront = () => import('../storefront/routes.tsx')
export const loadSeller = () => import('../seller/routes.tsx')
export const loadAccount = () => import('../account/routes.tsx')
export const loadBoard = () => import('../board/routes.tsx')

const accountPages = ['sign-in', 'sign-up', 'invite', 'reset', 'account']

/** Which app an address belongs to. The storefront also handles addresses that do not exist. */
export function appOf(pathname: string): 'storefront' | 'seller' | 'board' | 'account' {
  const first = pathname.split('/')[1] ?? ''
  if (first === 'board') return 'board'
  if (accountPages.includes(first)) return 'account'
  return first === 'sell' ? 'seller' : 'storefront'
}
