import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from '../../shared/refusals.ts'
import { clientGroup, isSecure, type Trust } from '../edge/client-address.ts'
import type { RateLimits } from '../edge/rate-limits.ts'
import { expiredCookie, sessionCookie, tokenOfCookie } from '../session/cookie.ts'
import type { Opened, Sessions } from '../session/sessions.ts'
import type { Session } from '../session/tokens.ts'
import { HttpRefusal } from './http-refusal.ts'

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
  const bearer = bearerOf(request)
  const brought = await sessionOf(request, parts)
  if (bearer !== null && !brought) throw new HttpRefusal(refuse('unauthenticated'))
  const opened: Opened | null = brought ? await sessions.renew(brought) : sessions.open()
  const session = opened?.session ?? brought!
  const token = opened?.token ?? bearer
  if (opened && bearer === null) setCookie(request, reply, opened.token, trust)
  return { session: sessions.show(session), ...(isPage(request) || token === null ? {} : { token }) }
}

/** Hands over a new session: as a cookie to a page, as a token to a program. */
export function answerOpened(
  request: FastifyRequest,
  reply: FastifyReply,
  { sessions, trust }: SessionParts,
  { session, token }: Opened,
) {
  if (bearerOf(request) === null) setCookie(request, reply, token, trust)
  return { session: sessions.show(session), ...(isPage(request) ? {} : { token }) }
}

/** A page's requests bring a cookie or an Origin: no script on one ever sees a token. */
const isPage = ({ headers }: FastifyRequest): boolean =>
  tokenOfCookie(headers.cookie) !== null || headers.origin !== undefined

function sessionOfCookie(request: FastifyRequest, sessions: Sessions): Session | null {
  const token = tokenOfCookie(request.headers.cookie)
  return token === null ? null : sessions.check(token)
}

/**
 * Whose request it is, by cookie or else by bearer; null when neither stands for anybody. Every route that a
 * bearer opens asks here, so that none of them tells a guesser more than the others.
 */
export async function sessionOf(request: FastifyRequest, parts: SessionParts): Promise<Session | null> {
  const { sessions, rates, trust } = parts
  const bearer = bearerOf(request)
  const session = sessionOfCookie(request, sessions) ?? (bearer === null ? null : sessions.check(bearer))
  if (bearer === null) return session
  const retryAfterMs = await rates.signIns.takeToken(clientGroup(request.raw, trust), session !== null)
  if (retryAfterMs !== null) throw new HttpRefusal(refuse('too_many_requests', { retryAfterMs }))
  return session
}

function bearerOf({ headers }: FastifyRequest): string | null {
  const match = /^Bearer (.+)$/i.exec(headers.authorization ?? '')
  return match?.[1] ?? null
}

function setCookie(request: FastifyRequest, reply: FastifyReply, token: string, trust: Trust): void {
  reply.header('set-cookie', sessionCookie(token, isSecure(request.raw, trust)))
}

/** The browser forgets its session. */
export function clearCookie(request: FastifyRequest, reply: FastifyReply, trust: Trust): void {
  reply.header('set-cookie', expiredCookie(isSecure(request.raw, trust)))
}
