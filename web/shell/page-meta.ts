/** What the server wrote into this page's head. */
export interface PageMeta {
  /** The nonce that allows the one style that is made at run time; null in development. */
  nonce: string | null
  /** The version of this page; null in development. */
  build: string | null
  /** The market's name, known before the market is loaded. */
  name: string
  demo: boolean
}

const read = (name: string): string | null =>
  document.querySelector<HTMLMetaElement>(`meta[name="souk:${name}"]`)?.content || null

export const pageMeta: PageMeta = {
  nonce: read('nonce'),
  build: read('build'),
  name: read('name') ?? 'Souk',
  demo: read('demo') === '1',
}
