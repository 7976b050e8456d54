import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode } from '../disk/disk.ts'
import { Explained } from '../errors/explained.ts'
import { linksOfPages, type Manifest, type PageKind } from './page-files.ts'

/** What differs in the head of each page. */
export interface PageHead {
  kind: PageKind
  title: string
  description: string
  marketName: string
  demo: boolean
  nonce: string
  /** The page's full address, as it would be shared. */
  url: string
  /** What a preview shows in addition; absent for pages without a single subject. */
  preview?: Preview
}

/** A page's subject in Open Graph tags, which chats and social networks show as a preview. */
export interface Preview {
  type: 'product' | 'website'
  /** A picture's full address; null without one. */
  image: string | null
  /** In the currency's major units, "6.50"; null without a price. */
  price: { amount: string; currency: string; isInStock: boolean } | null
}

/** Where the head is inserted in the browser client's page. */
const headMark = '<!--souk:head-->'
/** The end of the head, where further links go: after Vite's, whose styles apply first. */
const headEnd = '</head>'

/** The browser client's one page, and the id of its build. */
export class PageTemplate {
  readonly build: string
  readonly #before: string
  readonly #between: string
  readonly #after: string
  readonly #links: Readonly<Record<PageKind, string>>

  private constructor(html: string, manifest: Manifest) {
    const [before, rest] = html.split(headMark)
    const [between, after] = rest?.split(headEnd) ?? []
    if (before === undefined || between === undefined || after === undefined)
      throw new Error(`the page has no ${headMark} before its ${headEnd}`)
    this.#before = before
    this.#between = between
    this.#after = `${headEnd}${after}`
    this.#links = linksOfPages(manifest)
    this.build = createHash('sha256').update(html).digest('hex').slice(0, 12)
  }

  /** Reads what Vite built; null when nothing was built. */
  static async read(folder: string): Promise<PageTemplate | null> {
    try {
      const html = await readFile(join(folder, 'index.html'), 'utf8')
      const manifest = await readFile(join(folder, '.vite/manifest.json'), 'utf8')
      return PageTemplate.#of(folder, html, manifest)
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null
      throw error
    }
  }

  static #of(folder: string, html: string, manifest: string): PageTemplate {
    try {
      return new PageTemplate(html, JSON.parse(manifest))
    } catch (cause) {
      throw new Explained(
        `The browser client in ${folder} is not whole. Remove that folder, and run npm start.`,
        { cause },
      )
    }
  }

  /** The page with its head. All values are escaped. */
  render({ kind, title, description, marketName, demo, nonce, url, preview }: PageHead): string {
    const tags = [
      `<title>${escapeHtml(title)}</title>`,
      meta('name', 'description', description),
      meta('property', 'og:title', title),
      meta('property', 'og:description', description),
      meta('property', 'og:site_name', marketName),
      meta('property', 'og:url', url),
      meta('property', 'og:type', preview?.type ?? 'website'),
      ...tagsOf(preview),
      meta('name', 'souk:name', marketName),
      meta('name', 'souk:build', this.build),
      meta('name', 'souk:nonce', nonce),
      ...(demo ? [meta('name', 'souk:demo', '1')] : []),
    ]
    return `${this.#before}${tags.join('\n    ')}${this.#between}${this.#links[kind]}${this.#after}`
  }
}

function tagsOf(preview: Preview | undefined): string[] {
  const { image = null, price = null } = preview ?? {}
  const tags = [meta('name', 'twitter:card', image ? 'summary_large_image' : 'summary')]
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

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
