import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from '../../shared/refusals.ts'
import { bearerOf, broughtTokens } from '../edge/brought-tokens.ts'
import { clientGroup, isSecure, type Trust } from '../edge/client-address.ts'
import type { RateLimits } from '../edge/rate-limits.ts'
import { deviceCookie, expiredCookie, sessionCookie, tokenOfCookie } from '../session/cookie.ts'
import type { Opened, Sessions } from '../session/sessions.ts'
import type { Session } from '../session/tokens.ts'
import { checkLimit, HttpRefusal } from './http-refusal.ts'

/** What it takes to know whose a request is. */
export interface SessionParts {
  sessions: Sessions
  rates: RateLimits
  trust: Trust
}

/** Opening a session; how one becomes somebody is in the account routes. */
export async function sessionRoutes(http: FastifyInstance, parts: SessionParts): Promise<void> {
  http.post('/api/session', async (request, reply) => openSession(request, reply, parts))
}

/** The session that came along, or a new guest's. A token goes only to programs: to a page it is a cookie. */
async function openSession(request: FastifyRequest, reply: FastifyReply, parts: SessionParts) {
  const { sessions, trust } = parts
  const bearer = bearerOfRequest(request)
  const brought = sessionOf(request, parts)
  if (bearer !== null && !brought) throw new HttpRefusal(refuse('unauthenticated'))
  const opened: Opened | null = brought ? await sessions.renew(brought) : openGuest(request, parts)
  const session = opened?.session ?? brought!
  const token = opened?.token ?? bearer
  if (opened && bearer === null) setCookie(request, reply, opened.token, trust)
  return { session: sessions.show(session), ...(isPage(request) || token === null ? {} : { token }) }
}

function openGuest(request: FastifyRequest, { sessions, rates, trust }: SessionParts): Opened {
  checkLimit(rates.buyers.takeGuestSession(clientGroup(request.raw, trust)))
  return sessions.open()
}

/** Hands over a new session: as a cookie to a page, as a token to a program. */
export function answerOpened(
  request: FastifyRequest,
  reply: FastifyReply,
  { sessions, trust }: SessionParts,
  { session, token }: Opened,
) {
  const device = sessions.deviceOf(session)
  if (bearerOfRequest(request) === null) {
    setCookie(request, reply, token, trust)
    if (device) reply.header('set-cookie', deviceCookie(device, isSecure(request.raw, trust)))
  }
  return { session: sessions.show(session), ...(isPage(request) ? {} : { token }) }
}

/** A page's requests bring a cookie or an Origin: no script on one ever sees a token. */
const isPage = ({ headers }: FastifyRequest): boolean =>
  tokenOfCookie(headers.cookie) !== null || headers.origin !== undefined

/**
 * Whose request it is, by cookie or else by bearer; null when neither stands for anybody. Every route that a
 * bearer opens asks here, so wrong ones are counted wherever they are tried.
 */
export function sessionOf(request: FastifyRequest, parts: SessionParts): Session | null {
  const session = parts.sessions.firstOf(broughtTokens(request.headers))
  // A page names the buyer that it was opened as: its browser's cookie may be another person's by now.
  const expected = request.headers['souk-buyer']
  if (session && expected !== undefined && expected !== session.buyerId)
    throw new HttpRefusal(refuse('session_changed'))
  if (!session && bearerOfRequest(request) !== null) countWrongSecret(request, parts)
  return session
}

/** Throws `too_many_requests` where an address tried too many tokens, links or receipts that do not exist. */
export function countWrongSecret(
  request: FastifyRequest,
  { rates, trust }: Pick<SessionParts, 'rates' | 'trust'>,
): void {
  checkLimit(rates.signIns.wrongSecret(clientGroup(request.raw, trust)))
}

const bearerOfRequest = ({ headers }: FastifyRequest): string | null => bearerOf(headers.authorization)

function setCookie(request: FastifyRequest, reply: FastifyReply, token: string, trust: Trust): void {
  reply.header('set-cookie', sessionCookie(token, isSecure(request.raw, trust)))
}

/** The browser forgets its session. */
export function clearCookie(request: FastifyRequest, reply: FastifyReply, trust: Trust): void {
  reply.header('set-cookie', expiredCookie(isSecure(request.raw, trust)))
}
