import { type IncomingMessage, ServerResponse } from 'node:http'
import { limits } from '../../shared/protocol/limits.ts'
import type { Bounds } from '../bounds.ts'
import { clientGroup, type Trust } from '../edge/client-address.ts'
import type { Origins } from '../edge/origin.ts'
import { rateKeyOf } from '../edge/rate-key.ts'
import type { RateLimits } from '../edge/rate-limits.ts'
import type { Clock } from '../os/clock.ts'
import { tokenOfCookie } from '../session/cookie.ts'
import type { Sessions } from '../session/sessions.ts'
import type { EngineConnection } from './engine-connection.ts'
import { sessionOpenedBy } from './identity.ts'
import { Poller } from './poller.ts'
import { cutOff } from './socket-io-connection.ts'

export interface PollingDependencies {
  sessions: Sessions
  rates: RateLimits
  origins: Origins
  trust: Trust
  clock: Clock
  bounds: Bounds['socket']
}

/** A request as Engine.IO passes it to middleware, with its query parsed. */
export interface EngineRequest extends IncomingMessage {
  _query: Readonly<Record<string, string | undefined>>
}

interface Refusal {
  status: number
  message: string
  headers?: Record<string, string>
}

/** Engine.IO's own answer for an unknown connection; used for another client's connection too. */
const unknownSid = JSON.stringify({ code: 1, message: 'Session ID unknown' })

const headersOfAll = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

/**
 * Long polling, for networks that block WebSockets. Each request is checked by itself, because `sid` in the
 * URL names the connection and proves nothing.
 *
 * Polling clients get changes less often than others: each costs an HTTP request, as much as about forty
 * WebSocket frames.
 */
export class Polling {
  readonly #dependencies: PollingDependencies
  readonly #bySid = new Map<string, Poller>()
  /** The answer to each handshake in progress. */
  readonly #handshakes = new WeakMap<IncomingMessage, ServerResponse>()

  constructor(dependencies: PollingDependencies) {
    this.#dependencies = dependencies
  }

  get connections(): number {
    return this.#bySid.size
  }

  /** Engine.IO middleware: lets a request through, or answers it. */
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

  /** Registers a new connection; null if it does not poll. */
  opened(engine: EngineConnection, request: IncomingMessage): Poller | null {
    const response = this.#handshakes.get(request)
    if (!response) return null
    const opened = sessionOpenedBy(request)
    const owners = [this.#ownerOf(request), ...(opened ? [ownerBySession(opened.session.id)] : [])]
    const { rates, clock } = this.#dependencies
    const meter = rates.meter('pollsPerConnectionPerSecond')
    const poller = new Poller(engine, owners, meter, response, { clock, distanceMs: this.#newsDistanceMs })
    this.#bySid.set(engine.id, poller)
    engine.on('close', () => this.#bySid.delete(engine.id))
    return poller
  }

  /** Longer with more polling clients. */
  readonly #newsDistanceMs = (): number => {
    const { pollNewsDistanceMsMin, pollNewsDistanceMsMax, pollNewsPerSecondMax } = this.#dependencies.bounds
    const fairMs = (this.#bySid.size * 1_000) / pollNewsPerSecondMax
    return Math.min(pollNewsDistanceMsMax, Math.max(pollNewsDistanceMsMin, fairMs))
  }

  #refusalOf(request: EngineRequest, response: ServerResponse): Refusal | null {
    const { method, headers, _query: query } = request
    const { origins, rates, sessions, trust } = this.#dependencies
    if (method !== 'GET' && method !== 'POST')
      return { status: 405, message: 'Use GET or POST.', headers: { allow: 'GET, POST' } }
    // A script on any page could read an answer that is JavaScript.
    if (query.j !== undefined) return { status: 400, message: 'JSONP is not spoken here.' }
    if (!origins.allows(request) || isForeign(headers))
      return { status: 403, message: 'This origin may not connect.' }
    const waitMs = rates.polls.take(rateKeyOf(request, sessions, trust))
    if (waitMs !== null) return tooMany(waitMs)
    const poller = this.#bySid.get(query.sid ?? '')
    return poller ? this.#refusalFor(poller, request, response) : tooLarge(request)
  }

  /** Why a request may not use an existing connection. */
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

  /** The owner of a request: the session of its cookie, or without a cookie its address group. */
  #ownerOf(request: IncomingMessage): string {
    const token = tokenOfCookie(request.headers.cookie)
    if (token === null) return `address ${clientGroup(request, this.#dependencies.trust)}`
    return ownerBySession(this.#dependencies.sessions.check(token)?.id ?? token)
  }

  /** Ends requests whose body does not finish, and answers that are not read. */
  #limitTime(request: IncomingMessage, response: ServerResponse): void {
    const { pollBodyMsMax, pollUnreadMsMax, pingIntervalMs } = this.#dependencies.bounds
    // A poll is answered by the next ping at the latest; from then on the network has this long to take data.
    response.setTimeout(pingIntervalMs + pollUnreadMsMax, () => response.destroy())
    response.once('finish', () => {
      // The body was too long and was answered before it finished.
      if (!request.complete) request.destroy()
    })
    if (request.method !== 'POST') return
    const timer = setTimeout(() => request.destroy(), pollBodyMsMax).unref()
    request.once('end', () => clearTimeout(timer)).once('close', () => clearTimeout(timer))
  }
}

/** A WebSocket always opens a new connection; it never takes over an existing one. */
function guardUpgrade({ _query: query }: EngineRequest, next: (error?: Error) => void): void {
  const isOwn = query.transport === 'websocket' && !query.sid
  next(isOwn ? undefined : new Error('A WebSocket opens a connection of its own.'))
}

/** Requested by a page of another site as an image or script; such requests have no `Origin`. */
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

/** Answers without reading the body and closes the TCP connection. */
function answer(response: ServerResponse, { status, message, headers }: Refusal): void {
  const isJson = message.startsWith('{')
  response.writeHead(status, {
    ...headers,
    connection: 'close',
    'content-type': isJson ? 'application/json' : 'text/plain; charset=utf-8',
  })
  response.end(message)
}
