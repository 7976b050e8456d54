/** The pages of the browser client, by what they are made of. */
export type PageKind = 'market' | 'product' | 'shop' | 'orders' | 'receipt' | 'seller' | 'account' | 'board'

/** What Vite tells of a file that it built, by the source's path under `web/`. */
interface Built {
  file: string
  imports?: readonly string[]
  css?: readonly string[]
}

export type Manifest = Readonly<Record<string, Built>>

const storefront = ['app.tsx', 'storefront/routes.tsx']

/** What each page's script imports on its way to showing it; the page itself names only `entry`. */
const sourcesOf: Readonly<Record<PageKind, readonly string[]>> = {
  market: storefront,
  product: [...storefront, 'storefront/product/product-page.tsx'],
  shop: [...storefront, 'storefront/shop/shop-page.tsx'],
  orders: [...storefront, 'storefront/orders/orders-page.tsx'],
  receipt: [...storefront, 'storefront/receipt/receipt-page.tsx'],
  seller: ['app.tsx', 'seller/routes.tsx'],
  account: ['app.tsx', 'account/routes.tsx'],
  board: ['board/routes.tsx'],
}

const entry = 'index.html'

/**
 * The links with which each page asks for its scripts and styles at once, rather than after its first script has
 * come and run. Throws when the client was built without one of them.
 */
export function linksOfPages(manifest: Manifest): Readonly<Record<PageKind, string>> {
  const kinds = Object.entries(sourcesOf) as [PageKind, readonly string[]][]
  const links = kinds.map(([kind, sources]) => [kind, linksOf(manifest, sources).join('\n    ')])
  return Object.fromEntries(links)
}

function linksOf(manifest: Manifest, sources: readonly string[]): string[] {
  const named = filesOf(manifest, [entry])
  const files = filesOf(manifest, sources)
  const missing = (kind: 'scripts' | 'styles') => [...files[kind]].filter((file) => !named[kind].has(file))
  return [
    ...missing('styles').map((file) => `<link rel="stylesheet" crossorigin href="/${file}">`),
    ...missing('scripts').map((file) => `<link rel="modulepreload" crossorigin href="/${file}">`),
  ]
}

/** All files that `sources` need; styles in the order in which they have to apply, what is imported first. */
function filesOf(manifest: Manifest, sources: readonly string[]) {
  const scripts = new Set<string>()
  const styles = new Set<string>()
  const add = (source: string): void => {
    const built = manifest[source]
    if (!built) throw new Error(`the browser client was built without ${source}`)
    if (scripts.has(built.file)) return
    scripts.add(built.file)
    for (const imported of built.imports ?? []) add(imported)
    for (const file of built.css ?? []) styles.add(file)
  }
  for (const source of sources) add(source)
  return { scripts, styles }
}
