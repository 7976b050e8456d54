import type { IncomingHttpHeaders } from 'node:http'
import { tokenOfCookie } from '../session/cookie.ts'

/** The session tokens of a request, by precedence: the cookie's, then the bearer's. */
export function broughtTokens({ cookie, authorization }: IncomingHttpHeaders): string[] {
  return [tokenOfCookie(cookie), bearerOf(authorization)].filter((token) => token !== null)
}

export function bearerOf(authorization: string | undefined): string | null {
  const match = /^Bearer (.+)$/i.exec(authorization ?? '')
  return match?.[1] ?? null
}
