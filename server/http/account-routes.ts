import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as messages from '../../shared/protocol/account-messages.ts'
import { inviteJoin } from '../../shared/protocol/staff-messages.ts'
import { type Refusal, refuse } from '../../shared/refusals.ts'
import { clientGroup, isSecure } from '../edge/client-address.ts'
import type { Authentication, From } from '../session/authentication.ts'
import { broughtTokens, deviceOfCookie, expiredCookie } from '../session/cookie.ts'
import { type BeginAttempt, TooManySignIns } from '../session/hashing-queue.ts'
import type { OneTimeTokens } from '../session/one-time-tokens.ts'
import type { Opened } from '../session/sessions.ts'
import type { Staff } from '../session/staff.ts'
import type { Session } from '../session/tokens.ts'
import { checkLimit, HttpRefusal } from './http-refusal.ts'
import { checked } from './request-input.ts'
import {
  answerOpened,
  countWrongSecretEverywhere,
  requireSession,
  type SessionDependencies,
  sessionOf,
} from './session-routes.ts'

export interface AccountDependencies extends SessionDependencies {
  authentication: Authentication
  oneTimeTokens: OneTimeTokens
  staff: Staff
}

/** How much of what a browser calls itself is kept. */
const agentCharactersMax = 200

/** Signing up, in and out; passwords; one's own sessions; links that were sent. */
export async function accountRoutes(http: FastifyInstance, dependencies: AccountDependencies): Promise<void> {
  const { authentication, sessions } = dependencies
  http.post('/api/sign-up', async (request, reply) => {
    const message = checked(messages.signUp, request.body)
    await takeSignUp(request, dependencies)
    return enter(request, reply, dependencies, (from) => authentication.signUp(message, from))
  })
  http.post('/api/sign-in', async (request, reply) => signIn(request, reply, dependencies))
  http.post('/api/sign-out', async (request, reply) => {
    const session = sessionOf(request, dependencies)
    if (session?.account === null) await takeSignUp(request, dependencies)
    if (session) await authentication.signOut(session)
    reply.header('set-cookie', expiredCookie(isSecure(request.raw, dependencies.trust)))
    return {}
  })
  http.post('/api/password', async (request, reply) => {
    const session = ownSession(request, dependencies)
    const message = checked(messages.passwordChange, request.body)
    const email = sessions.accountOf(session)!.email
    if (email === null) throw new HttpRefusal(refuse('forbidden'))
    const begin = await attemptsAt({ email, proof: session.id }, request, dependencies)
    return enter(request, reply, dependencies, (from) =>
      authentication.changePassword(message, { ...from, session }, begin),
    )
  })
  http.get('/api/sessions', async (request, reply) => {
    const session = ownSession(request, dependencies)
    reply.header('cache-control', 'private, no-store')
    return { sessions: listed(session, dependencies) }
  })
  http.delete<{ Params: { id?: string } }>('/api/sessions/:id?', async (request) => {
    const session = ownSession(request, dependencies)
    const { id } = checked(messages.sessionEnd, { ...bodyOf(request), ...request.params })
    if (!(await authentication.end(session, id ?? null))) throw new HttpRefusal(refuse('not_found', {}))
    return { sessions: listed(session, dependencies) }
  })
  http.post('/api/invites/look', async (request) => {
    const { secret } = checked(messages.linkLook, request.body)
    return byLink(request, dependencies, async () => {
      const link = dependencies.oneTimeTokens.find('invite', secret)
      const found = link ? { link, job: undefined } : dependencies.staff.offerOf(secret)
      if (!found) throw new HttpRefusal(refuse('not_found', {}))
      const { email, shopName, expiresAt } = found.link
      return { email, shopName, expiresAt, ...(found.job ? { role: found.job.role } : {}) }
    })
  })
  http.post('/api/invites/accept', async (request, reply) => {
    const message = checked(messages.inviteAccept, request.body)
    return byLink(request, dependencies, () =>
      enter(request, reply, dependencies, (from) => authentication.acceptInvite(message, from)),
    )
  })
  http.post('/api/invites/join', async (request) => {
    const session = ownSession(request, dependencies)
    const { secret } = checked(inviteJoin, request.body)
    return byLink(request, dependencies, async () => {
      const job = (await dependencies.staff.join(session.account!, secret)) ?? refuse('not_found', {})
      if ('code' in job) throw new HttpRefusal(job)
      return { ...job, session: sessions.show(session) }
    })
  })
  http.post('/api/resets/accept', async (request, reply) => {
    const message = checked(messages.resetAccept, request.body)
    return byLink(request, dependencies, () =>
      enter(request, reply, dependencies, (from) => authentication.acceptReset(message, from)),
    )
  })
}

async function signIn(request: FastifyRequest, reply: FastifyReply, dependencies: AccountDependencies) {
  const { authentication, sessions } = dependencies
  const message = checked(messages.signIn, request.body)
  if (!('operatorToken' in message)) {
    const { email } = message
    const begin = await attemptsAt(
      { email, proof: proofOf(request, dependencies, email) },
      request,
      dependencies,
    )
    return enter(request, reply, dependencies, (from) => authentication.signIn(message, from, begin))
  }
  if (!sessions.isOperatorToken(message.operatorToken)) {
    await countWrongSecretEverywhere(request, dependencies)
    throw new HttpRefusal(refuse('unauthenticated'))
  }
  return enter(request, reply, dependencies, (from) => authentication.signInOperator(from))
}

/** What proves that a client signed in to an account before: its session there, or the cookie of an earlier one. */
function proofOf(request: FastifyRequest, dependencies: AccountDependencies, email: string): string | null {
  const { sessions } = dependencies
  const session = sessions.firstOf(broughtTokens(request.headers))
  if (session && sessions.accountOf(session)?.email === email) return session.id
  const device = deviceOfCookie(request.headers.cookie)
  return device && sessions.isDeviceOf(email, device) ? device : null
}

/** Begins attempts at a password. Throws if too many were wrong, so that the client does not wait in the queue. */
export async function attemptsAt(
  { email, proof }: { email: string; proof: string | null },
  request: FastifyRequest,
  { rates, trust }: AccountDependencies,
): Promise<BeginAttempt> {
  const begin: BeginAttempt = async () => {
    const begun = await rates.signIns.beginPassword({
      email,
      proof,
      address: clientGroup(request.raw, trust),
    })
    if (typeof begun !== 'number') return begun
    throw new HttpRefusal(refuse('too_many_requests', { retryAfterMs: begun }))
  }
  await (await begin())(false)
  return begin
}

/** Tries a link's secret; wrong ones are counted. */
async function byLink<Answer>(
  request: FastifyRequest,
  dependencies: SessionDependencies,
  attempt: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await attempt()
  } catch (error) {
    if (error instanceof HttpRefusal && error.refusal.code === 'not_found')
      await countWrongSecretEverywhere(request, dependencies)
    throw error
  }
}

export async function takeSignUp(
  request: FastifyRequest,
  { rates, trust }: AccountDependencies,
): Promise<void> {
  checkLimit(await rates.signUps.take(clientGroup(request.raw, trust)))
}

/** Does what makes a session, and hands it over: as a cookie to a page, as a token to a program. */
async function enter(
  request: FastifyRequest,
  reply: FastifyReply,
  dependencies: AccountDependencies,
  through: (from: From) => Promise<Opened | Refusal>,
) {
  const from = {
    session: sessionOf(request, dependencies),
    agent: agentOf(request),
    source: clientGroup(request.raw, dependencies.trust),
  }
  const opened = await through(from).catch(refuseTooMany)
  if ('code' in opened) throw new HttpRefusal(opened)
  const email = dependencies.sessions.accountOf(opened.session)?.email
  if (email) dependencies.rates.signIns.signedIn(email, clientGroup(request.raw, dependencies.trust))
  return answerOpened(request, reply, dependencies, opened)
}

export function refuseTooMany(error: unknown): never {
  if (error instanceof TooManySignIns) throw new HttpRefusal(refuse('busy', { retryAfterMs: 2_000 }))
  throw error
}

/** A session of an account; a guest has nothing to list or change. */
function ownSession(request: FastifyRequest, dependencies: AccountDependencies): Session {
  const session = requireSession(request, dependencies)
  if (!dependencies.sessions.accountOf(session)) throw new HttpRefusal(refuse('forbidden'))
  return session
}

const listed = (session: Session, { sessions }: AccountDependencies): messages.ListedSession[] =>
  sessions
    .listOf(session)
    .reverse()
    .map(({ id, createdAt, seenAt, agent }) => ({ id, current: id === session.id, createdAt, seenAt, agent }))

const agentOf = ({ headers }: FastifyRequest): string =>
  (headers['user-agent'] ?? '').replace(/[^\x20-\x7e]/g, '').slice(0, agentCharactersMax)

const bodyOf = ({ body }: FastifyRequest): object => (typeof body === 'object' && body !== null ? body : {})
