import {
  createRootRoute,
  createRoute,
  lazyRouteComponent,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router'
import { overviewSearch, sellerOrdersSearch, sellerProductsSearch, sellerSearch } from '../seller/search.ts'
import { storefrontSearch } from '../storefront/search.ts'
import { languageOf, type SpokenApp } from '../texts/choose.ts'
import { NotFoundPage } from '../ui/error-page.tsx'
import { language } from '../ui/language.ts'
import {
  loadAccount,
  loadOrders,
  loadProduct,
  loadReceipt,
  loadSeller,
  loadShop,
  loadStorefront,
} from './apps.ts'
import { BrokenPage } from './broken-page.tsx'
import { textOf } from './search.ts'

/** All addresses except the board's (see `start.tsx`), with the page that shows each. A page is added here. */
const root = createRootRoute({ notFoundComponent: NotFoundPage, errorComponent: BrokenPage })

/** Not all apps have texts in all languages. A page in another language is another page load. */
const inItsLanguage =
  (app: SpokenApp) =>
  ({ location, preload }: { location: { href: string }; preload: boolean }): void => {
    // The server knows the language of the page that it writes.
    const isInBrowser = typeof window !== 'undefined'
    if (isInBrowser && !preload && languageOf(app) !== language)
      throw redirect({ href: location.href, reloadDocument: true })
  }

const storefront = createRoute({
  getParentRoute: () => root,
  id: 'storefront',
  beforeLoad: inItsLanguage('storefront'),
  component: lazyRouteComponent(loadStorefront, 'StorefrontLayout'),
})
const market = createRoute({
  getParentRoute: () => storefront,
  path: '/',
  validateSearch: storefrontSearch,
  component: lazyRouteComponent(loadStorefront, 'MarketPage'),
})
const product = createRoute({
  getParentRoute: () => storefront,
  path: '/product/$id',
  component: lazyRouteComponent(loadProduct, 'ProductPage'),
})
const shop = createRoute({
  getParentRoute: () => storefront,
  path: '/shop/$slug',
  validateSearch: storefrontSearch,
  component: lazyRouteComponent(loadShop, 'ShopPage'),
})
const orders = createRoute({
  getParentRoute: () => storefront,
  path: '/orders',
  component: lazyRouteComponent(loadOrders, 'OrdersPage'),
})
const receipt = createRoute({
  getParentRoute: () => storefront,
  path: '/r/$secret',
  component: lazyRouteComponent(loadReceipt, 'ReceiptPage'),
})
const legal = createRoute({
  getParentRoute: () => storefront,
  path: '/legal/$page',
  component: lazyRouteComponent(() => import('../storefront/legal/legal-page.tsx'), 'LegalPage'),
})

const seller = createRoute({
  getParentRoute: () => root,
  path: '/sell',
  beforeLoad: inItsLanguage('seller'),
  validateSearch: sellerSearch,
  // The chosen shop stays the same from page to page.
  search: { middlewares: [retainSearchParams(['shop'])] },
  component: lazyRouteComponent(loadSeller, 'SellerLayout'),
})
const overview = createRoute({
  getParentRoute: () => seller,
  path: '/',
  validateSearch: overviewSearch,
  component: lazyRouteComponent(loadSeller, 'OverviewPage'),
})
const sellerProducts = createRoute({
  getParentRoute: () => seller,
  path: '/products',
  validateSearch: sellerProductsSearch,
  component: lazyRouteComponent(loadSeller, 'ProductsPage'),
})
const sellerProduct = createRoute({
  getParentRoute: () => seller,
  path: '/products/$id',
  component: lazyRouteComponent(loadSeller, 'ProductPage'),
})
const sellerOrders = createRoute({
  getParentRoute: () => seller,
  path: '/orders',
  validateSearch: sellerOrdersSearch,
  component: lazyRouteComponent(loadSeller, 'OrdersPage'),
})
const shops = createRoute({
  getParentRoute: () => seller,
  path: '/shops',
  component: lazyRouteComponent(loadSeller, 'ShopsPage'),
})
const staff = createRoute({
  getParentRoute: () => seller,
  path: '/staff',
  component: lazyRouteComponent(loadSeller, 'StaffPage'),
})
const look = createRoute({
  getParentRoute: () => seller,
  path: '/look',
  component: lazyRouteComponent(loadSeller, 'LookPage'),
})
const sign = createRoute({
  getParentRoute: () => seller,
  path: '/sign',
  component: lazyRouteComponent(loadSeller, 'SignPage'),
})
const settings = createRoute({
  getParentRoute: () => seller,
  path: '/settings',
  component: lazyRouteComponent(loadSeller, 'SettingsPage'),
})

const next = (search: Record<string, unknown>): { next?: string | undefined } => ({
  next: textOf(search.next),
})
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: next,
  component: lazyRouteComponent(loadAccount, 'SignInPage'),
})
const signUp = createRoute({
  getParentRoute: () => root,
  path: '/sign-up',
  validateSearch: next,
  component: lazyRouteComponent(loadAccount, 'SignUpPage'),
})
const invite = createRoute({
  getParentRoute: () => root,
  path: '/invite',
  component: lazyRouteComponent(loadAccount, 'InvitePage'),
})
const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  component: lazyRouteComponent(loadAccount, 'ResetPage'),
})
const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: lazyRouteComponent(loadAccount, 'OwnAccountPage'),
})

export const routeTree = root.addChildren([
  storefront.addChildren([market, product, shop, orders, receipt, legal]),
  seller.addChildren([
    overview,
    sellerProducts,
    sellerProduct,
    sellerOrders,
    shops,
    staff,
    look,
    sign,
    settings,
  ]),
  signIn,
  signUp,
  invite,
  reset,
  account,
])
