import { parseCookie, stringifySetCookie } from 'cookie'

/** The browser's session: no script on a page ever sees it. */
const cookieName = 'souk_session'

const maxAgeSeconds = 400 * 24 * 60 * 60

/** `Set-Cookie` for a session's token; `secure` where the page came by TLS. */
export const sessionCookie = (token: string, secure: boolean): string => cookie(token, secure, maxAgeSeconds)

/** `Set-Cookie` that makes a browser forget its session. */
export const expiredCookie = (secure: boolean): string => cookie('', secure, 0)

const cookie = (value: string, secure: boolean, maxAge: number): string =>
  stringifySetCookie({ name: cookieName, value, httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge })

/** The session's token of a `Cookie` header; null when none came along. */
export function tokenOfCookie(header: string | undefined): string | null {
  if (!header) return null
  return parseCookie(header)[cookieName] || null
}
