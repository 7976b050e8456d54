/** The pages of the browser client, by their scripts. */
export type PageKind = 'market' | 'product' | 'shop' | 'orders' | 'receipt' | 'seller' | 'account' | 'board'

/** An entry of Vite's manifest, whose keys are source paths under `web/`. */
interface Built {
  file: string
  imports?: readonly string[]
  css?: readonly string[]
}

export type Manifest = Readonly<Record<string, Built>>

const storefront = ['app.tsx', 'storefront/routes.tsx']

/** The sources that each page loads before it shows. The page itself links only `entry`. */
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
 * The links with which each page loads its scripts and styles at once, rather than after its first script has run.
 * Throws when the client was built without one of them.
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

/** All files that `sources` need. Styles are in the order in which they have to apply, imported ones first. */
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
