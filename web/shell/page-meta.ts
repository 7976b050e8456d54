import type { Brand } from '../../shared/protocol/brand-messages.ts'

/** Null where the server writes a page, which then sets what it knows. */
const read = (name: string): string | null =>
  globalThis.document?.querySelector<HTMLMetaElement>(`meta[name="souk:${name}"]`)?.content || null

const brand = read('brand')

/** What the server wrote into this page's head. Nonce and version are null in development. */
export const pageMeta = {
  /** Allows the one style that is made at run time. */
  nonce: read('nonce'),
  /** The version of this page. */
  build: read('build'),
  /** The market's name, known before the market is loaded. */
  name: read('name') ?? 'Souk',
  /** How the market looks; null while its operator has set nothing. */
  brand: brand === null ? null : (JSON.parse(brand) as Brand),
  demo: read('demo') === '1',
}
