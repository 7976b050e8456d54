import type { IncomingHttpHeaders } from 'node:http'

/**
 * May a request with these headers come from a page? One without an `Origin` is no page's. Else it must be the
 * page's own server (as the request's `Host` names it, so that any name of this machine will do), or one that
 * the operator named. A cookie alone proves nothing: browsers send it along from anywhere.
 */
export function isOriginAllowed(headers: IncomingHttpHeaders, further: readonly string[]): boolean {
  const { origin, host } = headers
  if (origin === undefined) return true
  if (further.includes(origin)) return true
  return URL.canParse(origin) && /^https?:$/.test(new URL(origin).protocol) && new URL(origin).host === host
}
