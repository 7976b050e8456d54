import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  chooseLanguage,
  directionOf,
  type Language,
  languages,
  sellerLanguages,
} from '../../shared/language.ts'
import { errorCode } from '../disk/disk.ts'
import { Explained } from '../errors/explained.ts'
import type { BrandHead } from './brand-head.ts'
import { type PageStyles, readStyles, stylesInPage } from './page-styles.ts'
import type { StructuredData } from './structured-data.ts'

/** The pages of the browser client, by their scripts. */
export type PageKind =
  | 'market'
  | 'product'
  | 'shop'
  | 'orders'
  | 'receipt'
  | 'legal'
  | 'seller'
  | 'account'
  | 'board'

/** An entry of Vite's manifest, whose keys are source paths under `web/`. */
interface Built {
  file: string
  imports?: readonly string[]
}

type Manifest = Readonly<Record<string, Built>>

const storefront = ['app.tsx', 'storefront/routes.tsx']

/** The sources that each page loads before it shows, besides those of `everyPage`. The page itself links only `entry`. */
const sourcesOf: Readonly<Record<PageKind, readonly string[]>> = {
  market: storefront,
  product: [...storefront, 'storefront/product/product-page.tsx'],
  shop: [...storefront, 'storefront/shop/shop-page.tsx'],
  orders: [...storefront, 'storefront/orders/orders-page.tsx'],
  receipt: [...storefront, 'storefront/receipt/receipt-page.tsx'],
  legal: [...storefront, 'storefront/legal/legal-page.tsx'],
  seller: ['app.tsx', 'seller/routes.tsx'],
  account: ['app.tsx', 'account/routes.tsx'],
  board: ['board/routes.tsx'],
}

/** The parts of the texts that each page reads in its first moments: `web/texts/de/page.ts`, say. */
const textsOf: Readonly<Record<PageKind, readonly string[]>> = {
  market: [],
  product: ['orders'],
  shop: ['orders'],
  orders: ['orders'],
  receipt: ['orders'],
  legal: [],
  seller: ['account', 'seller'],
  account: ['account'],
  board: ['board'],
}

const everyPage = ['start.tsx']
const entry = 'index.html'

/** What differs in the head of each page. */
export interface PageHead {
  kind: PageKind
  language: Language
  title: string
  description: string
  brand: BrandHead
  demo: boolean
  /** Of styles. */
  nonce: string
  /** Whether the page contains its styles, rather than a link to them. */
  hasStyles: boolean
  scriptNonce: string
  /** The page's full address, as it would be shared. */
  url: string
  /** What a preview shows in addition. */
  preview: Preview
  /** The page's content, for those who read it before a script has run. It is HTML already, with all texts escaped. */
  content: string | null
  /** What search engines read; absent for pages that are not for them, which then name no canonical address. */
  data?: StructuredData
}

/** A page's subject in Open Graph tags, which chats and social networks show as a preview. */
export interface Preview {
  type: 'product' | 'website'
  /** A picture's full address; null without one. */
  image: string | null
  /** In the currency's major units, "6.50"; null without a price. */
  price: { amount: string; currency: string; isInStock: boolean } | null
}

/** The beginning of the page, whose language is set when it is sent. */
const pageStart = '<html lang="en">'
/** Where the head is inserted in the browser client's page. */
const headMark = '<!--souk:head-->'
/** The end of the head, where further links go: after Vite's, whose styles apply first. */
const headEnd = '</head>'

/** The colours that the reader chose apply from the first paint on, and a press waits for the app to answer it. */
const beforeTheApp = [
  'try{const s=localStorage.getItem("mantine-color-scheme-value");',
  'if(s==="light"||s==="dark")document.documentElement.dataset.mantineColorScheme=s}catch(e){console.debug(e)}',
  'addEventListener("click",(e)=>{globalThis.soukPressed=e.target},true)',
].join('')

/** The element that the app replaces; `web/shell/take-over.ts` looks for the content before it. */
const root = /<div id="root">.*?<\/div>/s
const firstPaintOf = (content: string, nonce: string): string =>
  `<script nonce="${nonce}">${beforeTheApp}</script>
    <div id="first-paint">${content}</div>\n    <div id="root"></div>`

/** The browser client's one page, and the id of its build. */
export class PageTemplate {
  readonly build: string
  readonly #html: string
  readonly #styles: PageStyles | null
  readonly #links: Readonly<Record<Language, Readonly<Record<PageKind, string>>>>

  private constructor(html: string, styles: PageStyles | null, manifest: Manifest) {
    if (!html.includes(pageStart)) throw new Error(`the page has no ${pageStart}`)
    const markAt = html.indexOf(headMark)
    if (markAt < 0 || html.indexOf(headEnd) < markAt)
      throw new Error(`the page has no ${headMark} before its ${headEnd}`)
    this.#html = html
    this.#styles = styles
    const links = languages.map((language) => [language, linksOfPages(manifest, language)])
    this.#links = Object.fromEntries(links)
    this.build = createHash('sha256').update(html).digest('hex').slice(0, 12)
  }

  /** Reads what Vite built; null when nothing was built. */
  static async read(folder: string): Promise<PageTemplate | null> {
    try {
      const html = await readFile(join(folder, 'index.html'), 'utf8')
      const manifest = await readFile(join(folder, '.vite/manifest.json'), 'utf8')
      return PageTemplate.#of(folder, html, await readStyles(folder, html), manifest)
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null
      throw error
    }
  }

  static #of(folder: string, html: string, styles: PageStyles | null, manifest: string): PageTemplate {
    try {
      return new PageTemplate(html, styles, JSON.parse(manifest))
    } catch (cause) {
      throw new Explained(
        `The browser client in ${folder} is not whole. Remove that folder, and run npm start.`,
        { cause },
      )
    }
  }

  /** The page with its head. All values are escaped. */
  render(head: PageHead): string {
    const { kind, language, title, description, brand, demo, nonce, url, preview, data, content } = head
    const tags = [
      `<title>${escapeHtml(title)}</title>`,
      meta('name', 'description', description),
      meta('property', 'og:title', title),
      meta('property', 'og:description', description),
      meta('property', 'og:site_name', brand.name),
      meta('property', 'og:url', url),
      meta('property', 'og:type', preview.type),
      ...tagsOf(preview),
      ...(data ? linksForEngines(url, data) : []),
      meta('name', 'souk:name', brand.name),
      ...(brand.json ? [meta('name', 'souk:brand', brand.json)] : []),
      `<link rel="icon" type="${brand.icon.type}" href="${brand.icon.path}">`,
      `<link rel="apple-touch-icon" href="${brand.touchIcon}">`,
      meta('name', 'souk:build', this.build),
      meta('name', 'souk:nonce', nonce),
      ...(demo ? [meta('name', 'souk:demo', '1')] : []),
    ]
    // After the app's own styles, whose tokens it replaces.
    const style = brand.css ? `<style id="souk-brand" nonce="${nonce}">${brand.css}</style>` : ''
    const page = head.hasStyles ? this.#withStyles(nonce) : this.#html
    const html = content ? page.replace(root, () => firstPaintOf(content, head.scriptNonce)) : page
    return html
      .replace(pageStart, `<html lang="${language}" dir="${directionOf(language)}">`)
      .replace(headMark, () => tags.join('\n    '))
      .replace(headEnd, () => this.#links[language][kind] + style + headEnd)
  }

  #withStyles(nonce: string): string {
    const styles = this.#styles
    return styles ? this.#html.replace(styles.link, () => stylesInPage(styles, nonce)) : this.#html
  }
}

function tagsOf({ type, image, price }: Preview): string[] {
  const tags = [meta('name', 'twitter:card', image && type === 'product' ? 'summary_large_image' : 'summary')]
  if (image) tags.push(meta('property', 'og:image', image))
  if (price) {
    tags.push(
      meta('property', 'product:price:amount', price.amount),
      meta('property', 'product:price:currency', price.currency),
      meta('property', 'product:availability', price.isInStock ? 'in stock' : 'out of stock'),
    )
  }
  return tags
}

const meta = (kind: 'name' | 'property', key: string, content: string): string =>
  `<meta ${kind}="${key}" content="${escapeHtml(content)}">`

/** The page's own address, and those of it in each language. */
function linksForEngines(url: string, data: StructuredData): string[] {
  const address = escapeHtml(url)
  const alternate = (language: string, href: string) =>
    `<link rel="alternate" hreflang="${language}" href="${href}">`
  return [
    `<link rel="canonical" href="${address}">`,
    alternate('x-default', address),
    ...languages.map((language) => alternate(language, `${address}?lang=${language}`)),
    dataBlock(data),
  ]
}

/** Browsers do not run it, so the content policy needs not allow it; "<" is escaped so that no text ends it. */
const dataBlock = (data: StructuredData): string =>
  `<script type="application/ld+json">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/**
 * The links with which each page loads its scripts at once, rather than after its first script has run.
 * Throws when the client was built without one of them.
 */
function linksOfPages(manifest: Manifest, language: Language): Readonly<Record<PageKind, string>> {
  const kinds = Object.entries(sourcesOf) as [PageKind, readonly string[]][]
  const links = kinds.map(([kind, sources]) => {
    const spoken = kind === 'seller' ? chooseLanguage([language], sellerLanguages) : language
    const texts = ['page', ...textsOf[kind]].map((part) => `texts/${spoken}/${part}.ts`)
    return [kind, linksOf(manifest, [...everyPage, ...sources, ...texts]).join('\n    ')]
  })
  return Object.fromEntries(links)
}

function linksOf(manifest: Manifest, sources: readonly string[]): string[] {
  const named = scriptsOf(manifest, [entry])
  const missing = [...scriptsOf(manifest, sources)].filter((file) => !named.has(file))
  return missing.map((file) => `<link rel="modulepreload" crossorigin href="/${file}">`)
}

/** All scripts that `sources` need. The styles are in one file, which the page itself links. */
function scriptsOf(manifest: Manifest, sources: readonly string[]): Set<string> {
  const scripts = new Set<string>()
  const add = (source: string): void => {
    const built = manifest[source]
    if (!built) throw new Error(`the browser client was built without ${source}`)
    if (scripts.has(built.file)) return
    scripts.add(built.file)
    for (const imported of built.imports ?? []) add(imported)
  }
  for (const source of sources) add(source)
  return scripts
}
