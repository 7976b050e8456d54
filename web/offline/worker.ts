/**
 * The service worker: pages come from the network whenever there is one, files that are named by their content from
 * the cache. Without a network the last pages are shown, and the app marks what may be old. Nothing of a person is kept
 * here: no answer of the API, no receipt, no account; and nothing is ever sent later.
 */

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface Fetching extends Extendable {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
/** The page's own files, which it loaded before there was a worker. */
interface Told extends Extendable {
  readonly data: { readonly loaded?: readonly string[] }
}
interface WorkerScope {
  readonly location: Location
  skipWaiting(): Promise<void>
  readonly clients: { claim(): Promise<void> }
  addEventListener(type: 'install' | 'activate', listener: (event: Extendable) => void): void
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void
  addEventListener(type: 'message', listener: (event: Told) => void): void
}

const scope = globalThis as unknown as WorkerScope

/** Entries per cache; the oldest go first. Files are those of about two versions. */
const sizes = { 'souk-pages-1': 12, 'souk-files-1': 240, 'souk-pictures-1': 120 } as const
type CacheName = keyof typeof sizes

/** Shows the orders, and stands for pages that were not seen before: it has no content of its own. */
const standIn = '/orders'
const pagePattern = /^\/(?:orders|(?:product|shop)\/[^/]+)?$/
const statusOfProxyWithoutServer = 502
/** The browser has one reader; the headers by which a shared cache would tell them apart are not known here. */
const anyReader = { ignoreVary: true }

scope.addEventListener('install', (event) => {
  event.waitUntil(Promise.all([scope.skipWaiting(), keepPage(standIn)]))
})

scope.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([scope.clients.claim(), removeOtherCaches()]))
})

scope.addEventListener('message', (event) => {
  const loaded = (event.data?.loaded ?? []).slice(0, sizes['souk-files-1'])
  event.waitUntil(Promise.all(loaded.map((url) => fromCache('souk-files-1', url).catch(() => null))))
})

scope.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== scope.location.origin) return
  if (request.mode === 'navigate') {
    if (pagePattern.test(pathname)) event.respondWith(page(event, pathname))
  } else if (pathname.startsWith('/assets/')) event.respondWith(fromCache('souk-files-1', request.url))
  else if (pathname.startsWith('/images/')) event.respondWith(fromCache('souk-pictures-1', request.url))
  else if (/^\/(?:icon|manifest)/.test(pathname)) event.respondWith(fileOrLast(request.url))
})

async function page(event: Fetching, pathname: string): Promise<Response> {
  try {
    const answer = await fetch(event.request)
    if (answer.ok) event.waitUntil(keep('souk-pages-1', pathname, answer.clone()))
    if (answer.status < statusOfProxyWithoutServer) return answer
    return (await lastPage(pathname)) ?? answer
  } catch (error) {
    const last = await lastPage(pathname)
    if (last) return last
    throw error
  }
}

async function lastPage(pathname: string): Promise<Response | null> {
  const cache = await caches.open('souk-pages-1')
  const last = (await cache.match(pathname, anyReader)) ?? (await cache.match(standIn, anyReader))
  if (!last) return null
  // What the server wrote then is old, and does not say so: the app shows what it has kept, and says it.
  const html = await last.text()
  const written = html.indexOf('<div id="first-paint">')
  const root = html.indexOf('<div id="root">')
  const withoutContent = written < 0 ? html : html.slice(0, written) + html.slice(root)
  return new Response(withoutContent, { headers: headersOf(last) })
}

/** Those of the page as it was, with the content policy that allows its own nonces; it is no longer compressed. */
function headersOf({ headers }: Response): Headers {
  const kept = new Headers(headers)
  kept.delete('content-encoding')
  kept.delete('content-length')
  return kept
}

/** A page, and all files that its head names, so that it can be shown without a network. */
async function keepPage(path: string): Promise<void> {
  const answer = await fetch(path)
  if (!answer.ok) return
  const html = await answer.clone().text()
  await keep('souk-pages-1', path, answer)
  const files = [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, file]) => file!)
  await Promise.all(files.map((file) => fromCache('souk-files-1', file)))
}

/** Files whose name is that of their content never change. */
async function fromCache(name: CacheName, url: string): Promise<Response> {
  const cache = await caches.open(name)
  const known = await cache.match(url, anyReader)
  if (known) return known
  const answer = await fetch(url)
  if (answer.ok) await keep(name, url, answer.clone())
  return answer
}

async function fileOrLast(url: string): Promise<Response> {
  try {
    const answer = await fetch(url)
    if (answer.ok) await keep('souk-files-1', url, answer.clone())
    return answer
  } catch (error) {
    const last = await caches.match(url, anyReader)
    if (last) return last
    throw error
  }
}

async function keep(name: CacheName, url: string, answer: Response): Promise<void> {
  const cache = await caches.open(name)
  // Put last, so that the order is that of their use.
  await cache.delete(url, anyReader)
  await cache.put(url, answer)
  const keys = await cache.keys()
  // The page that stands for others was the first, and stays.
  const old = keys
    .filter((key) => new URL(key.url).pathname !== standIn)
    .slice(0, Math.max(0, keys.length - sizes[name]))
  await Promise.all(old.map((key) => cache.delete(key)))
}

async function removeOtherCaches(): Promise<void> {
  const names = await caches.keys()
  const others = names.filter((name) => name.startsWith('souk-') && !(name in sizes))
  await Promise.all(others.map((name) => caches.delete(name)))
}
