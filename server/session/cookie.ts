import { parseCookie, type SetCookie, stringifySetCookie } from 'cookie'

/** The browser's session: no script on a page ever sees it. */
const cookieName = 'souk_session'
/** Proves that an account signed in with this browser before. It opens nothing, and outlives the session. */
const deviceCookieName = 'souk_device'

const maxAgeSeconds = 400 * 24 * 60 * 60

/** `Set-Cookie` for a session's token; `secure` where the page came by TLS. */
export const sessionCookie = (token: string, secure: boolean): string => cookie(token, secure, maxAgeSeconds)

/** `Set-Cookie` that makes a browser forget its session. */
export const expiredCookie = (secure: boolean): string => cookie('', secure, 0)

const cookie = (value: string, secure: boolean, maxAge: number): string =>
  write({ name: cookieName, value, sameSite: 'lax', secure, path: '/', maxAge })

/** `Set-Cookie` for a device's proof, which is sent to the sign-in alone. */
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

/** The session's token of a `Cookie` header; null when none came along. */
export const tokenOfCookie = (header: string | undefined): string | null => read(header, cookieName)

/** The device's proof of a `Cookie` header; null when none came along. */
export const deviceOfCookie = (header: string | undefined): string | null => read(header, deviceCookieName)

function read(header: string | undefined, name: string): string | null {
  if (!header) return null
  return parseCookie(header)[name] || null
}
