import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod/mini'
import * as messages from '../../shared/protocol/account-messages.ts'
import { type Refusal, refuse } from '../../shared/refusals.ts'
import { clientGroup } from '../edge/client-address.ts'
import { TooManySignIns } from '../session/passwords.ts'
import type { Opened } from '../session/sessions.ts'
import type { From, SignIns } from '../session/sign-ins.ts'
import type { Session } from '../session/tokens.ts'
import { HttpRefusal } from './http-refusal.ts'
import { answerOpened, clearCookie, type SessionParts, sessionOf } from './session-routes.ts'

interface Parts extends SessionParts {
  signIns: SignIns
}

/** How much of what a browser calls itself is kept. */
const agentCharactersMax = 200

/** Signing up, in and out; passwords; one's own sessions; links that were sent. */
export async function accountRoutes(http: FastifyInstance, parts: Parts): Promise<void> {
  const { signIns, sessions } = parts
  http.post('/api/sign-up', async (request, reply) => {
    const wish = checked(messages.signUp, request.body)
    await takeSignUp(request, parts)
    return enter(request, reply, parts, (from) => signIns.signUp(wish, from))
  })
  http.post('/api/sign-in', async (request, reply) => signIn(request, reply, parts))
  http.post('/api/sign-out', async (request, reply) => {
    const session = await sessionOf(request, parts)
    if (session?.account === null) await takeSignUp(request, parts)
    if (session) await signIns.signOut(session)
    clearCookie(request, reply, parts.trust)
    return {}
  })
  http.post('/api/password', async (request, reply) => {
    const session = await ownSession(request, parts)
    const wish = checked(messages.passwordChange, request.body)
    const account = sessions.accountOf(session)!.id
    return guarded(request, parts, account, () =>
      enter(request, reply, parts, (from) => signIns.changePassword(wish, { ...from, session })),
    )
  })
  http.get('/api/sessions', async (request, reply) => {
    const session = await ownSession(request, parts)
    reply.header('cache-control', 'private, no-store')
    return { sessions: listed(session, parts) }
  })
  http.delete<{ Params: { id?: string } }>('/api/sessions/:id?', async (request) => {
    const session = await ownSession(request, parts)
    const { id } = checked(messages.sessionEnd, { ...bodyOf(request), ...request.params })
    if (!(await signIns.end(session, id ?? null))) throw new HttpRefusal(refuse('not_found', {}))
    return { sessions: listed(session, parts) }
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
    return guarded(request, parts, wish.email, () =>
      enter(request, reply, parts, (from) => signIns.signIn(wish, from)),
    )
  return guarded(request, parts, 'operator', () => {
    if (!sessions.isOperatorToken(wish.operatorToken)) throw new HttpRefusal(refuse('unauthenticated'))
    return enter(request, reply, parts, (from) => signIns.signInOperator(from))
  })
}

/** Slows down who fails: by the account that is tried, and by the address that tries. */
async function guarded<Answer>(
  request: FastifyRequest,
  { rates, trust }: Parts,
  account: string,
  attempt: () => Promise<Answer>,
): Promise<Answer> {
  const address = clientGroup(request.raw, trust)
  const retryAfterMs = await rates.signIns.waitForSignIn(address, account)
  if (retryAfterMs !== null) throw new HttpRefusal(refuse('too_many_requests', { retryAfterMs }))
  try {
    return await attempt()
  } catch (error) {
    if (error instanceof HttpRefusal && error.refusal.code === 'unauthenticated')
      await rates.signIns.signInFailed(address, account)
    throw error
  }
}

/** The same for secrets of links: what is tried is the address' alone. */
export async function byLink<Answer>(
  request: FastifyRequest,
  { rates, trust }: SessionParts,
  attempt: () => Promise<Answer>,
): Promise<Answer> {
  const address = clientGroup(request.raw, trust)
  const key = `link ${address}`
  const retryAfterMs = await rates.signIns.waitForSignIn(address, key)
  if (retryAfterMs !== null) throw new HttpRefusal(refuse('too_many_requests', { retryAfterMs }))
  try {
    return await attempt()
  } catch (error) {
    if (error instanceof HttpRefusal && error.refusal.code === 'not_found')
      await rates.signIns.signInFailed(address, key)
    throw error
  }
}

async function takeSignUp(request: FastifyRequest, { rates, trust }: Parts): Promise<void> {
  const retryAfterMs = await rates.signIns.takeSignUp(clientGroup(request.raw, trust))
  if (retryAfterMs !== null) throw new HttpRefusal(refuse('too_many_requests', { retryAfterMs }))
}

/** Does what makes a session, and hands it over: as a cookie to a page, as a token to a program. */
async function enter(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: Parts,
  through: (from: From) => Promise<Opened | Refusal>,
) {
  const from = { session: await sessionOf(request, parts), agent: agentOf(request) }
  const opened = await inTurn(() => through(from))
  if ('code' in opened) throw new HttpRefusal(opened)
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
async function ownSession(request: FastifyRequest, parts: Parts): Promise<Session> {
  const session = await sessionOf(request, parts)
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

/** The body as its schema makes it. Throws `invalid` with what is wrong. */
export function checked<Value>(schema: z.ZodMiniType<Value>, body: unknown): Value {
  const result = z.safeParse(schema, body)
  if (result.success) return result.data
  const issues = result.error.issues
    .slice(0, 20)
    .map(({ path, message }) => ({ path: path.join('.'), message }))
  throw new HttpRefusal(refuse('invalid', { issues }))
}
