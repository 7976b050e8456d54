import { type IncomingMessage, ServerResponse } from 'node:http'
import { limits } from '../../shared/protocol/limits.ts'
import { clientGroup, type Trust } from '../edge/client-address.ts'
import type { Origins } from '../edge/origin.ts'
import { rateKeyOf } from '../edge/rate-key.ts'
import type { RateLimits } from '../edge/rate-limits.ts'
import { tokenOfCookie } from '../session/cookie.ts'
import type { Sessions } from '../session/sessions.ts'
import type { EngineConnection } from './engine-connection.ts'
import { sessionOpenedBy } from './identity.ts'
import { Poller } from './poller.ts'
import { cutOff } from './socket-io-connection.ts'

export interface PollingParts {
  sessions: Sessions
  rates: RateLimits
  origins: Origins
  trust: Trust
  /** Monotonic, in ms. */
  now(): number
  bounds: PollingBounds
}

export interface PollingBounds {
  pingIntervalMs: number
  pollBodyMsMax: number
  pollUnreadMsMax: number
  pollNewsDistanceMsMin: number
  pollNewsDistanceMsMax: number
  pollNewsPerSecondMax: number
}

/** A request as Engine.IO hands it to its middleware: with its query read. */
export interface EngineRequest extends IncomingMessage {
  _query: Readonly<Record<string, string | undefined>>
}

/** Engine.IO's connection when it is new. */
interface PollingEngine extends EngineConnection {
  readonly id: string
}

interface Refusal {
  status: number
  message: string
  headers?: Record<string, string>
}

/** What Engine.IO itself answers for a connection that does not exist: someone else's looks the same. */
const unknownSid = JSON.stringify({ code: 1, message: 'Session ID unknown' })

const headersOfAll = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

/**
 * Long polling, for networks that let no WebSocket through. Each request of a connection is checked by itself, as
 * each comes on its own: `sid` in the address names the connection and proves nothing.
 *
 * Polling clients are told of changes less often than others: each time costs an HTTP request, which is some forty
 * frames of a WebSocket.
 */
export class Polling {
  readonly #parts: PollingParts
  readonly #bySid = new Map<string, Poller>()
  /** The answer to each handshake that is under way. */
  readonly #handshakes = new WeakMap<IncomingMessage, ServerResponse>()

  constructor(parts: PollingParts) {
    this.#parts = parts
  }

  get connections(): number {
    return this.#bySid.size
  }

  /** Engine.IO's middleware: lets a request through, or answers it. */
  readonly guard = (
    request: EngineRequest,
    response: ServerResponse | object,
    next: (error?: Error) => void,
  ): void => {
    if (!(response instanceof ServerResponse)) return guardUpgrade(request, next)
    for (const [name, value] of Object.entries(headersOfAll)) response.setHeader(name, value)
    const refusal = this.#refusalOf(request, response)
    if (refusal) return answer(response, refusal)
    this.#limitTime(request, response)
    if (!request._query.sid) this.#handshakes.set(request, response)
    next()
  }

  /** Takes a new connection in; null where it does not poll. */
  opened(engine: PollingEngine, request: IncomingMessage): Poller | null {
    const response = this.#handshakes.get(request)
    if (!response) return null
    const opened = sessionOpenedBy(request)
    const owners = [this.#ownerOf(request), ...(opened ? [ownerBySession(opened.session.id)] : [])]
    const poller = new Poller(engine, owners, this.#parts.rates.connections.pollMeter(), response)
    this.#bySid.set(engine.id, poller)
    engine.on('close', () => this.#bySid.delete(engine.id))
    return poller
  }

  /** How far apart one client is told of changes, in ms: the more of them there are, the less often each. */
  get newsDistanceMs(): number {
    const { pollNewsDistanceMsMin, pollNewsDistanceMsMax, pollNewsPerSecondMax } = this.#parts.bounds
    const fairMs = (this.#bySid.size * 1_000) / pollNewsPerSecondMax
    return Math.min(pollNewsDistanceMsMax, Math.max(pollNewsDistanceMsMin, fairMs))
  }

  #refusalOf(request: EngineRequest, response: ServerResponse): Refusal | null {
    const { method, headers, _query: query } = request
    const { origins, rates, sessions, trust } = this.#parts
    if (method !== 'GET' && method !== 'POST')
      return { status: 405, message: 'Use GET or POST.', headers: { allow: 'GET, POST' } }
    // A script of any page could read an answer that is a script.
    if (query.j !== undefined) return { status: 400, message: 'JSONP is not spoken here.' }
    if (!origins.allows(request) || isForeign(headers))
      return { status: 403, message: 'This origin may not connect.' }
    const waitMs = rates.connections.takePoll(rateKeyOf(request, sessions, trust))
    if (waitMs !== null) return tooMany(waitMs)
    const poller = this.#bySid.get(query.sid ?? '')
    return poller ? this.#refusalFor(poller, request, response) : tooLarge(request)
  }

  /** Why a request may not use a connection that there is. */
  #refusalFor(poller: Poller, request: EngineRequest, response: ServerResponse): Refusal | null {
    if (!poller.isOwnedBy(this.#ownerOf(request))) return { status: 400, message: unknownSid }
    if (poller.asksTooMuch()) {
      cutOff(poller.engine)
      return tooMany(1_000)
    }
    if (request.method === 'GET' && !poller.polls(response)) {
      cutOff(poller.engine)
      return { status: 400, message: 'Read the answer first.' }
    }
    return tooLarge(request)
  }

  /** Whose request it is: the session of its cookie; of one without a cookie, its address is all there is. */
  #ownerOf(request: IncomingMessage): string {
    const token = tokenOfCookie(request.headers.cookie)
    if (token === null) return `address ${clientGroup(request, this.#parts.trust)}`
    return ownerBySession(this.#parts.sessions.check(token)?.id ?? token)
  }

  /** Ends a body that does not come to its end, and an answer that is not read. */
  #limitTime(request: IncomingMessage, response: ServerResponse): void {
    const { pollBodyMsMax, pollUnreadMsMax, pingIntervalMs } = this.#parts.bounds
    // A poll is answered at the next ping at the latest; from then on the network has so long to take something.
    response.setTimeout(pingIntervalMs + pollUnreadMsMax, () => response.destroy())
    response.once('finish', () => {
      // It was answered before its body had come, since that was too long.
      if (!request.complete) request.destroy()
    })
    if (request.method !== 'POST') return
    const timer = setTimeout(() => request.destroy(), pollBodyMsMax).unref()
    request.once('end', () => clearTimeout(timer)).once('close', () => clearTimeout(timer))
  }
}

/** A WebSocket always opens a connection of its own; it never takes over one that is there. */
function guardUpgrade({ _query: query }: EngineRequest, next: (error?: Error) => void): void {
  const isOwn = query.transport === 'websocket' && !query.sid
  next(isOwn ? undefined : new Error('A WebSocket opens a connection of its own.'))
}

/** Asked for by another site's page, as an image or a script: such requests bring no `Origin`. */
function isForeign(headers: IncomingMessage['headers']): boolean {
  const site = headers['sec-fetch-site']
  return headers.origin === undefined && (site === 'cross-site' || site === 'same-site')
}

const ownerBySession = (sessionId: string): string => `session ${sessionId}`

const tooMany = (waitMs: number): Refusal => ({
  status: 429,
  message: 'Too many requests from here.',
  headers: { 'retry-after': String(Math.ceil(waitMs / 1_000)) },
})

function tooLarge({ headers }: IncomingMessage): Refusal | null {
  const isTooLarge = Number(headers['content-length'] ?? 0) > limits.messageBytesMax
  return isTooLarge ? { status: 413, message: 'The body is too large.' } : null
}

/** Answers without reading the body: the TCP connection ends with the answer. */
function answer(response: ServerResponse, { status, message, headers }: Refusal): void {
  const isJson = message.startsWith('{')
  response.writeHead(status, {
    ...headers,
    connection: 'close',
    'content-type': isJson ? 'application/json' : 'text/plain; charset=utf-8',
  })
  response.end(message)
}
