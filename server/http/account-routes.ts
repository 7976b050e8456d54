import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as messages from '../../shared/protocol/account-messages.ts'
import { type Refusal, refuse } from '../../shared/refusals.ts'
import { broughtTokens } from '../edge/brought-tokens.ts'
import { clientGroup } from '../edge/client-address.ts'
import { deviceOfCookie } from '../session/cookie.ts'
import { type BeginAttempt, TooManySignIns } from '../session/hashing-queue.ts'
import type { Links } from '../session/links.ts'
import type { Opened } from '../session/sessions.ts'
import type { From, SignIns } from '../session/sign-ins.ts'
import type { Session } from '../session/tokens.ts'
import { checkLimit, HttpRefusal } from './http-refusal.ts'
import { checked } from './request-body.ts'
import {
  answerOpened,
  clearCookie,
  countWrongSecret,
  type SessionParts,
  sessionOf,
} from './session-routes.ts'

interface Parts extends SessionParts {
  signIns: SignIns
  links: Links
}

/** How much of what a browser calls itself is kept. */
const agentCharactersMax = 200

/** Signing up, in and out; passwords; one's own sessions; links that were sent. */
export async function accountRoutes(http: FastifyInstance, parts: Parts): Promise<void> {
  const { signIns, sessions } = parts
  http.post('/api/sign-up', async (request, reply) => {
    const wish = checked(messages.signUp, request.body)
    takeSignUp(request, parts)
    return enter(request, reply, parts, (from) => signIns.signUp(wish, from))
  })
  http.post('/api/sign-in', async (request, reply) => signIn(request, reply, parts))
  http.post('/api/sign-out', async (request, reply) => {
    const session = sessionOf(request, parts)
    if (session?.account === null) takeSignUp(request, parts)
    if (session) await signIns.signOut(session)
    clearCookie(request, reply, parts.trust)
    return {}
  })
  http.post('/api/password', async (request, reply) => {
    const session = ownSession(request, parts)
    const wish = checked(messages.passwordChange, request.body)
    const email = sessions.accountOf(session)!.email
    if (email === null) throw new HttpRefusal(refuse('forbidden'))
    return withPassword(request, parts, { email, proof: session.id }, (begin) =>
      enter(request, reply, parts, (from) => signIns.changePassword(wish, { ...from, session }, begin)),
    )
  })
  http.get('/api/sessions', async (request, reply) => {
    const session = ownSession(request, parts)
    reply.header('cache-control', 'private, no-store')
    return { sessions: listed(session, parts) }
  })
  http.delete<{ Params: { id?: string } }>('/api/sessions/:id?', async (request) => {
    const session = ownSession(request, parts)
    const { id } = checked(messages.sessionEnd, { ...bodyOf(request), ...request.params })
    if (!(await signIns.end(session, id ?? null))) throw new HttpRefusal(refuse('not_found', {}))
    return { sessions: listed(session, parts) }
  })
  http.post('/api/invites/look', async (request) => {
    const { secret } = checked(messages.linkLook, request.body)
    return byLink(request, parts, async () => {
      const link = parts.links.find('invite', secret)
      if (!link) throw new HttpRefusal(refuse('not_found', {}))
      return { email: link.email, shopName: link.shopName, expiresAt: link.expiresAt }
    })
  })
  http.post('/api/invites/accept', async (request, reply) => {
    const wish = checked(messages.inviteAccept, request.body)
    return byLink(request, parts, () =>
      enter(request, reply, parts, (from) => signIns.acceptInvite(wish, from)),
    )
  })
  http.post('/api/resets/accept', async (request, reply) => {
    const wish = checked(messages.resetAccept, request.body)
    return byLink(request, parts, () =>
      enter(request, reply, parts, (from) => signIns.acceptReset(wish, from)),
    )
  })
}

async function signIn(request: FastifyRequest, reply: FastifyReply, parts: Parts) {
  const { signIns, sessions } = parts
  const wish = checked(messages.signIn, request.body)
  if (!('operatorToken' in wish))
    return withPassword(
      request,
      parts,
      { email: wish.email, proof: proofOf(request, parts, wish.email) },
      (begin) => enter(request, reply, parts, (from) => signIns.signIn(wish, from, begin)),
    )
  if (!sessions.isOperatorToken(wish.operatorToken)) {
    countWrongSecret(request, parts)
    throw new HttpRefusal(refuse('unauthenticated'))
  }
  return enter(request, reply, parts, (from) => signIns.signInOperator(from))
}

/** What proves that a client signed in to an account before: its session there, or the cookie of an earlier one. */
function proofOf(request: FastifyRequest, parts: Parts, email: string): string | null {
  const { sessions } = parts
  const session = sessions.firstOf(broughtTokens(request.headers))
  if (session && sessions.accountOf(session)?.email === email) return session.id
  const device = deviceOfCookie(request.headers.cookie)
  return device && sessions.isDeviceOf(email, device) ? device : null
}

/** Tries a password, unless too many were wrong. Only a wrong one costs anything. */
function withPassword<Answer>(
  request: FastifyRequest,
  { rates, trust }: Parts,
  { email, proof }: { email: string; proof: string | null },
  attempt: (begin: BeginAttempt) => Promise<Answer>,
): Promise<Answer> {
  const begin: BeginAttempt = () => {
    const begun = rates.signIns.beginPassword({ email, proof, address: clientGroup(request.raw, trust) })
    if (typeof begun !== 'number') return begun
    throw new HttpRefusal(refuse('too_many_requests', { retryAfterMs: begun }))
  }
  // Whoever has no attempt left does not wait in line.
  begin()(false)
  return attempt(begin)
}

/** Tries a link's secret; wrong ones are counted. */
async function byLink<Answer>(
  request: FastifyRequest,
  parts: SessionParts,
  attempt: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await attempt()
  } catch (error) {
    if (error instanceof HttpRefusal && error.refusal.code === 'not_found') countWrongSecret(request, parts)
    throw error
  }
}

const takeSignUp = (request: FastifyRequest, { rates, trust }: Parts): void =>
  checkLimit(rates.signIns.takeSignUp(clientGroup(request.raw, trust)))

/** Does what makes a session, and hands it over: as a cookie to a page, as a token to a program. */
async function enter(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: Parts,
  through: (from: From) => Promise<Opened | Refusal>,
) {
  const from = {
    session: sessionOf(request, parts),
    agent: agentOf(request),
    source: clientGroup(request.raw, parts.trust),
  }
  const opened = await inTurn(() => through(from))
  if ('code' in opened) throw new HttpRefusal(opened)
  const email = parts.sessions.accountOf(opened.session)?.email
  if (email) parts.rates.signIns.signedIn(email, clientGroup(request.raw, parts.trust))
  return answerOpened(request, reply, parts, opened)
}

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof TooManySignIns) throw new HttpRefusal(refuse('busy', { retryAfterMs: 2_000 }))
    throw error
  }
}

/** A session of an account; a guest has nothing to list or change. */
function ownSession(request: FastifyRequest, parts: Parts): Session {
  const session = sessionOf(request, parts)
  if (!session) throw new HttpRefusal(refuse('unauthenticated'))
  if (!parts.sessions.accountOf(session)) throw new HttpRefusal(refuse('forbidden'))
  return session
}

const listed = (session: Session, { sessions }: Parts): messages.ListedSession[] =>
  sessions
    .listOf(session)
    .reverse()
    .map(({ id, createdAt, seenAt, agent }) => ({ id, current: id === session.id, createdAt, seenAt, agent }))

const agentOf = ({ headers }: FastifyRequest): string =>
  (headers['user-agent'] ?? '').replace(/[^\x20-\x7e]/g, '').slice(0, agentCharactersMax)

const bodyOf = ({ body }: FastifyRequest): object => (typeof body === 'object' && body !== null ? body : {})
