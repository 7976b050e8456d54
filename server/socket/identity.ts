import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod/mini'
import { shortText } from '../../shared/protocol/text.ts'
import { PROTOCOL_MAX, PROTOCOL_MIN } from '../../shared/protocol/version.ts'
import { refusalSentences } from '../../shared/refusals.ts'
import { tokenOfCookie } from '../session/cookie.ts'
import type { Opened, Sessions } from '../session/sessions.ts'
import { type Session, tokenLengthMax } from '../session/tokens.ts'
import type { NamespaceName } from './namespaces.ts'

/** What is looked at of the request that asked for the connection. */
export interface Handshake {
  readonly headers: IncomingHttpHeaders
}

/** Who connects to a namespace, and what the client has already. */
export interface Identity {
  session: Session
  /** The token, where the session is new and no cookie carries it. */
  token: string | null
  /** What a page without a cookie connects again with; null for all others. */
  handle: string | null
  watch: boolean
  has: { epoch: string; seq: number } | null
}

/** A handshake that is refused: `connect_error` carries `data`. */
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

/** All of it is optional, and what is not of its type counts as absent; but a token is never overlooked. */
const handshake = z.object({
  token: z.optional(z.nullable(shortText(tokenLengthMax))),
  buyerId: z.catch(z.optional(shortText(64)), undefined),
  handle: z.catch(z.optional(shortText(tokenLengthMax)), undefined),
  protocol: z.catch(z.optional(z.number()), undefined),
  epoch: z.catch(z.optional(shortText(64)), undefined),
  seq: z.catch(z.optional(z.number()), undefined),
  watch: z.catch(z.optional(z.boolean()), undefined),
})

/** Lets an identity into a namespace. Throws a {@link HandshakeRefusal} where its role may not use it. */
export function admit(namespace: NamespaceName, identity: Identity, sessions: Sessions): Identity {
  const mayUse = namespace !== '/seller' || sessions.seller(identity.session) !== null
  if (!mayUse) throw new HandshakeRefusal('forbidden')
  return identity
}

/** The guest's session that a browser's handshake was given with its answer's cookie. */
const cookieSessions = new WeakMap<Handshake, Opened>()
/** Why it was given none. */
const refusedGuests = new WeakMap<Handshake, HandshakeRefusal>()

/** Opens a guest's session; throws a {@link HandshakeRefusal} where too many were opened lately. */
export type OpenGuest = () => Opened

/** Opens a session for a browser that connects without a cookie: its answer sets one. */
export function openByCookie(request: Handshake, openGuest: OpenGuest): Opened | null {
  if (!isOfPage(request.headers) || tokenOfCookie(request.headers.cookie)) return null
  try {
    const opened = openGuest()
    cookieSessions.set(request, opened)
    return opened
  } catch (error) {
    // It hears so when it joins a namespace; a session opened then would have no cookie.
    if (!(error instanceof HandshakeRefusal)) throw error
    refusedGuests.set(request, error)
    return null
  }
}

/** The session that {@link openByCookie} opened for a handshake. */
export const sessionOpenedBy = (request: Handshake): Opened | null => cookieSessions.get(request) ?? null

/** Browsers send no `Origin` when a page polls its own server, but one of the others. */
const isOfPage = ({ origin, referer, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean =>
  origin !== undefined || referer !== undefined || site !== undefined

/** Does a handshake bring a token, right or wrong? */
export const bringsToken = (request: Handshake, auth: unknown): boolean =>
  Boolean(tokenOfCookie(request.headers.cookie)) ||
  (typeof auth === 'object' && auth !== null && 'token' in auth && Boolean(auth.token))

/** Who a handshake's `auth` and cookie stand for. Throws a {@link HandshakeRefusal}. */
export function identify(
  request: Handshake,
  auth: unknown,
  sessions: Sessions,
  openGuest: OpenGuest,
): Identity {
  const checked = handshake.safeParse(auth ?? {})
  if (!checked.success) throw new HandshakeRefusal('unauthenticated')
  const { protocol = 1, epoch, seq, watch = true } = checked.data
  if (!(protocol >= PROTOCOL_MIN && protocol <= PROTOCOL_MAX)) {
    throw new HandshakeRefusal('unsupported_protocol', { min: PROTOCOL_MIN, max: PROTOCOL_MAX })
  }
  const has = epoch !== undefined && Number.isSafeInteger(seq) ? { epoch, seq: seq as number } : null
  return { ...sessionOf(request, checked.data, sessions, openGuest), watch, has }
}

/**
 * Which session a handshake is for. A page names the buyer that it was opened as, and is refused as anyone else: one
 * browser's tabs share a cookie, and another person may have signed in in another tab.
 *
 * A page that names a buyer and yet brings no cookie was given one that its browser does not keep. It gets a handle,
 * for else its orders would be gone at the first lost connection.
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
  if (byCookie) {
    const { session } = byCookie
    return { session, token: null, handle: buyerId === undefined ? null : sessions.handleOf(session) }
  }
  const refused = refusedGuests.get(request)
  if (refused) throw refused
  const { session, token: made } = openGuest()
  return { session, token: made, handle: null }
}
