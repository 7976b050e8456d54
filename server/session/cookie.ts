import type { IncomingHttpHeaders } from 'node:http'
import { parseCookie, type SetCookie, stringifySetCookie } from 'cookie'

/** The browser's session. `HttpOnly`: scripts cannot read it. */
const cookieName = 'souk_session'
/** Proves that an account signed in with this browser before. It grants no access, and outlives the session. */
const deviceCookieName = 'souk_device'

const maxAgeSeconds = 400 * 24 * 60 * 60

/** `Set-Cookie` for a session's token; `secure` when the page was loaded over TLS. */
export const sessionCookie = (token: string, secure: boolean, maxAge = maxAgeSeconds): string =>
  write({ name: cookieName, value: token, sameSite: 'lax', secure, path: '/', maxAge })

/** `Set-Cookie` that deletes the session's cookie. */
export const expiredCookie = (secure: boolean): string => sessionCookie('', secure, 0)

/** `Set-Cookie` for a device's proof, which browsers send with a sign-in only. */
export const deviceCookie = (value: string, secure: boolean): string =>
  write({
    name: deviceCookieName,
    value,
    sameSite: 'strict',
    secure,
    path: '/api/sign-in',
    maxAge: maxAgeSeconds,
  })

const write = (fields: SetCookie): string => stringifySetCookie({ ...fields, httpOnly: true })

/** The session's token in a `Cookie` header; null without one. */
export const tokenOfCookie = (header: string | undefined): string | null => read(header, cookieName)

/** The device's proof in a `Cookie` header; null without one. */
export const deviceOfCookie = (header: string | undefined): string | null => read(header, deviceCookieName)

function read(header: string | undefined, name: string): string | null {
  if (!header) return null
  return parseCookie(header)[name] || null
}

/** The session tokens of a request, by precedence: the cookie's, then the bearer's. */
export function broughtTokens({ cookie, authorization }: IncomingHttpHeaders): string[] {
  return [tokenOfCookie(cookie), bearerOf(authorization)].filter((token) => token !== null)
}

export function bearerOf(authorization: string | undefined): string | null {
  const match = /^Bearer (.+)$/i.exec(authorization ?? '')
  return match?.[1] ?? null
}
