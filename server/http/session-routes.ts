import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from '../../shared/refusals.ts'
import { clientGroup, isSecure, type Trust } from '../edge/client-address.ts'
import type { RateLimits } from '../edge/rate-limits.ts'
import { bearerOf, broughtTokens, deviceCookie, sessionCookie, tokenOfCookie } from '../session/cookie.ts'
import type { Opened, Sessions } from '../session/sessions.ts'
import type { Session } from '../session/tokens.ts'
import { checkLimit, HttpRefusal } from './http-refusal.ts'

/** What is needed to identify the session of a request. */
export interface SessionDependencies {
  sessions: Sessions
  rates: RateLimits
  trust: Trust
}

/** Opens sessions of guests. Accounts are in `account-routes.ts`. */
export async function sessionRoutes(http: FastifyInstance, dependencies: SessionDependencies): Promise<void> {
  http.post('/api/session', async (request, reply) => openSession(request, reply, dependencies))
}

/** The request's session, or a new guest's. Programs get its token, pages a cookie. */
async function openSession(request: FastifyRequest, reply: FastifyReply, dependencies: SessionDependencies) {
  const { sessions, trust } = dependencies
  const bearer = bearerOfRequest(request)
  const brought = sessionOf(request, dependencies)
  if (bearer !== null && !brought) throw new HttpRefusal(refuse('unauthenticated'))
  const opened: Opened | null = brought ? await sessions.renew(brought) : openGuest(request, dependencies)
  const session = opened?.session ?? brought!
  const token = opened?.token ?? bearer
  if (opened && bearer === null) setCookie(request, reply, opened.token, trust)
  return { session: sessions.show(session), ...(isPage(request) || token === null ? {} : { token }) }
}

function openGuest(request: FastifyRequest, { sessions, rates, trust }: SessionDependencies): Opened {
  checkLimit(rates.buyers.takeGuestSession(clientGroup(request.raw, trust)))
  return sessions.open()
}

/** Answers with a new session: pages get a cookie, programs the token. */
export function answerOpened(
  request: FastifyRequest,
  reply: FastifyReply,
  { sessions, trust }: SessionDependencies,
  { session, token }: Opened,
) {
  const device = sessions.deviceOf(session)
  if (bearerOfRequest(request) === null) {
    setCookie(request, reply, token, trust)
    if (device) reply.header('set-cookie', deviceCookie(device, isSecure(request.raw, trust)))
  }
  return { session: sessions.show(session), ...(isPage(request) ? {} : { token }) }
}

/** Requests of pages have a cookie or an `Origin`. Their scripts never get a token. */
const isPage = ({ headers }: FastifyRequest): boolean =>
  tokenOfCookie(headers.cookie) !== null || headers.origin !== undefined

/**
 * The session of a request, by cookie or else by bearer; null without a valid one. All routes use this, so invalid
 * bearers are counted everywhere.
 */
export function sessionOf(request: FastifyRequest, dependencies: SessionDependencies): Session | null {
  const session = dependencies.sessions.firstOf(broughtTokens(request.headers))
  // A page states the buyer that it was opened as: the browser's cookie may belong to someone else by now.
  const expected = request.headers['souk-buyer']
  if (session && expected !== undefined && expected !== session.buyerId)
    throw new HttpRefusal(refuse('session_changed'))
  if (!session && bearerOfRequest(request) !== null) countWrongSecret(request, dependencies)
  return session
}

/** The same; throws `unauthenticated` without one. */
export function requireSession(request: FastifyRequest, dependencies: SessionDependencies): Session {
  const session = sessionOf(request, dependencies)
  if (!session) throw new HttpRefusal(refuse('unauthenticated'))
  return session
}

/** Throws `too_many_requests` when an address tried too many tokens, links or receipts that do not exist. */
export function countWrongSecret(
  request: FastifyRequest,
  { rates, trust }: Pick<SessionDependencies, 'rates' | 'trust'>,
): void {
  checkLimit(rates.wrongSecrets.takeNow(clientGroup(request.raw, trust)))
}

/** The same, once it is known what the address tried at all nodes. */
export async function countWrongSecretEverywhere(
  request: FastifyRequest,
  { rates, trust }: Pick<SessionDependencies, 'rates' | 'trust'>,
): Promise<void> {
  checkLimit(await rates.wrongSecrets.take(clientGroup(request.raw, trust)))
}

const bearerOfRequest = ({ headers }: FastifyRequest): string | null => bearerOf(headers.authorization)

function setCookie(request: FastifyRequest, reply: FastifyReply, token: string, trust: Trust): void {
  reply.header('set-cookie', sessionCookie(token, isSecure(request.raw, trust)))
}
