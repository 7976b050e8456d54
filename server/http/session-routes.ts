import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod/mini'
import { refuse } from '../../shared/refusals.ts'
import { sessionCookie, tokenOfCookie } from '../session/cookie.ts'
import type { Opened, Sessions } from '../session/sessions.ts'
import type { Session } from '../session/tokens.ts'
import type { RateLimits } from '../socket/rate-limits.ts'
import { clientAddress, isSecure, type Trust } from './client-address.ts'
import { HttpRefusal } from './http-refusal.ts'

/** What it takes to know whose a request is. */
export interface SessionParts {
  sessions: Sessions
  rates: RateLimits
  trust: Trust
}

const signIn = z.object({ operatorToken: z.string().check(z.maxLength(256)) })

/** Opening a session, and the operator's sign-in. Accounts will stand beside them. */
export async function sessionRoutes(http: FastifyInstance, parts: SessionParts): Promise<void> {
  http.post('/api/session', async (request, reply) => openSession(request, reply, parts))
  http.post('/api/sign-in', async (request, reply) => signInOperator(request, reply, parts))
}

/** The session that came along, or a new guest's. A token goes only to programs: to a page it is a cookie. */
async function openSession(request: FastifyRequest, reply: FastifyReply, parts: SessionParts) {
  const { sessions, trust } = parts
  const bearer = bearerOf(request)
  const brought = await sessionOf(request, parts)
  if (bearer !== null && !brought) throw new HttpRefusal(refuse('unauthenticated'))
  const opened: Opened | null = brought ? sessions.renew(brought) : sessions.open()
  const session = opened?.session ?? brought!
  const isPage = tokenOfCookie(request.headers.cookie) !== null || request.headers.origin !== undefined
  const token = opened?.token ?? bearer
  if (opened && bearer === null) setCookie(request, reply, opened.token, trust)
  return { session: sessions.show(session), ...(isPage || token === null ? {} : { token }) }
}

/** Makes the browser's session the operator's, under a new id; the token itself is kept by nobody. */
async function signInOperator(
  request: FastifyRequest,
  reply: FastifyReply,
  { sessions, rates, trust }: SessionParts,
) {
  const retryAfterMs = await rates.takeSignIn(clientAddress(request.raw, trust))
  if (retryAfterMs !== null) throw new HttpRefusal(refuse('too_many_requests', { retryAfterMs }))
  const body = signIn.safeParse(request.body)
  if (!body.success) throw new HttpRefusal(refuse('invalid', { issues: [] }))
  if (!sessions.isOperatorToken(body.data.operatorToken)) throw new HttpRefusal(refuse('unauthenticated'))
  const { session, token } = sessions.signInOperator(sessionOfCookie(request, sessions))
  setCookie(request, reply, token, trust)
  return { session: sessions.show(session) }
}

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
  const retryAfterMs = await rates.takeToken(clientAddress(request.raw, trust), session !== null)
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
