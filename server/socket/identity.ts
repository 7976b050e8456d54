import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod/mini'
import { limits } from '../../shared/protocol/limits.ts'
import { shortText } from '../../shared/protocol/text.ts'
import { PROTOCOL_MAX, PROTOCOL_MIN } from '../../shared/protocol/version.ts'
import { refusalSentences } from '../../shared/refusals.ts'
import { tokenOfCookie } from '../session/cookie.ts'
import type { Opened, Sessions } from '../session/sessions.ts'
import { type Session, tokenLengthMax } from '../session/tokens.ts'
import type { NamespaceName } from './namespaces.ts'

/** The fields of the handshake request that are used. */
export interface Handshake {
  readonly headers: IncomingHttpHeaders
}

/** Who connects to a namespace, and what the client already has. */
export interface Identity {
  session: Session
  /** The token of a new session that no cookie carries. */
  token: string | null
  /** The handle with which a page without cookies reconnects; otherwise null. */
  handle: string | null
  watch: boolean
  /** `atLeast` is the highest seq of a reply that it got, perhaps from another node. */
  has: { epoch: string; seq: number; atLeast: number } | null
  /** The shops whose market it has. */
  shops: readonly number[] | null
}

/** A refused handshake: `connect_error` carries `data`. */
export class HandshakeRefusal extends Error {
  override name = 'HandshakeRefusal'
  readonly data: { code: string; [detail: string]: unknown }
  constructor(
    code: 'unauthenticated' | 'session_changed' | 'forbidden' | 'unsupported_protocol' | 'too_many_requests',
    details: object = {},
  ) {
    super(
      code === 'unsupported_protocol' ? 'This protocol version is not spoken here.' : refusalSentences[code],
    )
    this.data = { code, ...details }
  }
}

/** All fields are optional. A field of the wrong type counts as absent, except a token. */
const handshake = z.object({
  token: z.optional(z.nullable(shortText(tokenLengthMax))),
  buyerId: z.catch(z.optional(shortText(64)), undefined),
  handle: z.catch(z.optional(shortText(tokenLengthMax)), undefined),
  protocol: z.catch(z.optional(z.number()), undefined),
  epoch: z.catch(z.optional(shortText(64)), undefined),
  seq: z.catch(z.optional(z.number()), undefined),
  watch: z.catch(z.optional(z.boolean()), undefined),
  atLeast: z.catch(z.optional(z.number()), undefined),
  shops: z.catch(z.optional(z.array(z.number()).check(z.maxLength(limits.jobsMax))), undefined),
})

/** Checks that an identity may use a namespace. Throws a {@link HandshakeRefusal} if its role may not. */
export function admit(namespace: NamespaceName, identity: Identity, sessions: Sessions): Identity {
  const mayUse = namespace !== '/seller' || ['seller', 'operator'].includes(sessions.roleOf(identity.session))
  if (!mayUse) throw new HandshakeRefusal('forbidden')
  const isOther = namespace === '/seller' && !hasMarketOf(identity, sessions)
  return isOther ? { ...identity, has: null } : identity
}

/**
 * Whether what a seller's client has is the market of those shops where the person works now. Clients of earlier
 * releases do not say; they knew of one shop only, which an account that never had another still has.
 */
function hasMarketOf({ session, shops }: Identity, sessions: Sessions): boolean {
  if (sessions.roleOf(session) === 'operator') return true
  if (shops === null) return sessions.accountOf(session)?.staff === undefined
  const now = sessions.jobsOf(session).map(({ shopId }) => shopId)
  return now.length === shops.length && now.every((shopId) => shops.includes(shopId))
}

/** The guest session whose cookie was set by the answer to a browser's handshake, or why none was opened. */
const cookieSessions = new WeakMap<Handshake, Opened | HandshakeRefusal>()

/** Opens a guest session; throws a {@link HandshakeRefusal} if too many were opened recently. */
export type OpenGuest = () => Opened

/** Opens a session for a browser that connects without a cookie: the answer sets one. */
export function openByCookie(request: Handshake, openGuest: OpenGuest): Opened | null {
  if (!isOfPage(request.headers) || tokenOfCookie(request.headers.cookie)) return null
  try {
    const opened = openGuest()
    cookieSessions.set(request, opened)
    return opened
  } catch (error) {
    // The client gets the reason when it joins a namespace; a session opened there would have no cookie.
    if (!(error instanceof HandshakeRefusal)) throw error
    cookieSessions.set(request, error)
    return null
  }
}

/** The session that {@link openByCookie} opened for a handshake. */
export function sessionOpenedBy(request: Handshake): Opened | null {
  const opened = cookieSessions.get(request)
  return opened instanceof HandshakeRefusal ? null : (opened ?? null)
}

/** Browsers omit `Origin` when a page polls its own server, but send one of these headers. */
const isOfPage = ({ origin, referer, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean =>
  origin !== undefined || referer !== undefined || site !== undefined

/** Whether a handshake contains a token, valid or not. */
export const bringsToken = (request: Handshake, auth: unknown): boolean =>
  Boolean(tokenOfCookie(request.headers.cookie)) ||
  (typeof auth === 'object' && auth !== null && 'token' in auth && Boolean(auth.token))

/** The identity for a handshake's `auth` and cookie. Throws a {@link HandshakeRefusal}. */
export function identify(
  request: Handshake,
  auth: unknown,
  sessions: Sessions,
  openGuest: OpenGuest,
): Identity {
  const checked = handshake.safeParse(auth ?? {})
  if (!checked.success) throw new HandshakeRefusal('unauthenticated')
  const { protocol = 1, epoch, seq, watch = true, atLeast = 0, shops = null } = checked.data
  if (!(protocol >= PROTOCOL_MIN && protocol <= PROTOCOL_MAX)) {
    throw new HandshakeRefusal('unsupported_protocol', { min: PROTOCOL_MIN, max: PROTOCOL_MAX })
  }
  const has = epoch !== undefined && Number.isSafeInteger(seq) ? { epoch, seq: seq as number, atLeast } : null
  return { ...sessionOf(request, checked.data, sessions, openGuest), watch, has, shops }
}

/**
 * Checks which session a handshake is for. A page names the buyer it was opened for and is refused as anybody
 * else: all tabs of a browser share a cookie, and another person may have signed in in another tab.
 *
 * If a page names a buyer but sends no cookie, its browser does not keep cookies. It gets a handle, because
 * its orders would otherwise be lost with the first connection.
 */
function sessionOf(
  request: Handshake,
  { token, buyerId, handle }: z.infer<typeof handshake>,
  sessions: Sessions,
  openGuest: OpenGuest,
): Pick<Identity, 'session' | 'token' | 'handle'> {
  const resumed = handle && isOfPage(request.headers) ? sessions.ofHandle(handle) : null
  if (resumed) return { session: resumed, token: null, handle: sessions.handleOf(resumed) }
  const brought = token || tokenOfCookie(request.headers.cookie)
  if (brought) {
    const session = sessions.check(brought)
    if (!session) throw new HandshakeRefusal('unauthenticated')
    if (buyerId !== undefined && buyerId !== session.buyerId) throw new HandshakeRefusal('session_changed')
    return { session, token: null, handle: null }
  }
  const byCookie = cookieSessions.get(request)
  if (byCookie instanceof HandshakeRefusal) throw byCookie
  if (byCookie) {
    const { session } = byCookie
    return { session, token: null, handle: buyerId === undefined ? null : sessions.handleOf(session) }
  }
  const { session, token: made } = openGuest()
  return { session, token: made, handle: null }
}
