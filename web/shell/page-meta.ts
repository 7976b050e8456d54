/** What the server wrote into this page's head. */
export interface PageMeta {
  /** Lets the one style that is made at run time pass the content policy; null in development. */
  nonce: string | null
  /** The version that this page is of; null in development. */
  build: string | null
  /** The market's name, before the market itself is there. */
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
