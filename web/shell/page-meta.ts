const read = (name: string): string | null =>
  document.querySelector<HTMLMetaElement>(`meta[name="souk:${name}"]`)?.content || null

/** What the server wrote into this page's head. Nonce and version are null in development. */
export const pageMeta = {
  /** Allows the one style that is made at run time. */
  nonce: read('nonce'),
  /** The version of this page. */
  build: read('build'),
  /** The market's name, known before the market is loaded. */
  name: read('name') ?? 'Souk',
  demo: read('demo') === '1',
}
