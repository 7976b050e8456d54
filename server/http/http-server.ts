import type { IncomingMessage } from 'node:http'
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { limits } from '../../shared/protocol/limits.ts'
import { refuse } from '../../shared/refusals.ts'
import type { Broadcaster } from '../broadcast/broadcaster.ts'
import type { OrderContext } from '../broadcast/views.ts'
import type { DurableMarket } from '../market/state.ts'
import type { Metrics } from '../metrics.ts'
import type { CommandQueue } from '../queue/queue.ts'
import type { Sessions } from '../session/sessions.ts'
import type { Tokens } from '../session/tokens.ts'
import type { RateLimits } from '../socket/rate-limits.ts'
import { clientAddress, type Trust } from './client-address.ts'
import { healthRoutes } from './health-routes.ts'
import { HttpRefusal } from './http-refusal.ts'
import { marketRoutes } from './market-routes.ts'
import { isOriginAllowed } from './origin.ts'
import { pageRoutes } from './page-routes.ts'
import type { PageTemplate } from './page-template.ts'
import { sessionRoutes } from './session-routes.ts'

export interface HttpParts {
  market: DurableMarket
  queue: CommandQueue
  broadcaster: Broadcaster
  sessions: Sessions
  tokens: Tokens
  orders: OrderContext
  metrics: Metrics
  rates: RateLimits
  logger: Logger
  trust: Trust
  template: PageTemplate | null
  distFolder: string
  marketName: string
  demo: boolean
  origins: readonly string[]
  limitsOn: boolean
  now(): number
  bounds: { httpPerAddressPerTenSeconds: number; pageDistanceMs: number }
}

/** Pages, session, market, receipts, health and metrics. Sockets are attached to its server by others. */
export async function createHttp(parts: HttpParts): Promise<FastifyInstance> {
  const http = fastify({
    logger: false,
    bodyLimit: limits.messageBytesMax,
    routerOptions: { maxParamLength: 200 },
  })
  answerErrors(http, parts)
  await http.register(helmet, helmetOptions)
  if (parts.limitsOn) {
    await http.register(rateLimit, {
      max: parts.bounds.httpPerAddressPerTenSeconds,
      timeWindow: 10_000,
      keyGenerator: (request: FastifyRequest) => clientAddress(request.raw, parts.trust),
      errorResponseBuilder: (_request, { ttl }) =>
        new HttpRefusal(refuse('too_many_requests', { retryAfterMs: ttl })),
    })
  }
  http.addHook('onRequest', async (request) => {
    const changes = request.method !== 'GET' && request.method !== 'HEAD'
    if (changes && !isOriginAllowed(request.headers, parts.origins))
      throw new HttpRefusal(refuse('forbidden'))
  })
  await http.register(healthRoutes, parts)
  await http.register(sessionRoutes, parts)
  await http.register(marketRoutes, parts)
  await http.register(pageRoutes, parts)
  return http
}

/** Every error is `{error}` as on the socket; what nobody foresaw gets an id that the log has too. */
function answerErrors(http: FastifyInstance, { logger }: HttpParts): void {
  http.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    if (error instanceof HttpRefusal) return reply.status(error.statusCode).send({ error: error.refusal })
    const status = error.statusCode ?? 500
    if (status < 500) {
      const issues = [{ path: '', message: error.message }]
      return reply.status(status).send({ error: refuse('invalid', { issues }) })
    }
    logger.error({ error, request: request.id, url: request.url }, 'a request failed')
    const refusal = refuse('unavailable', { retryAfterMs: 1_000 })
    return reply.status(503).send({ error: { ...refusal, errorId: request.id } })
  })
}

/**
 * Phones come over plain HTTP on the local network: nothing here forces TLS, which is the proxy's to do. The
 * socket's address is named, since not every browser counts `ws:` into `'self'`.
 */
const helmetOptions: FastifyHelmetOptions = {
  enableCSPNonces: true,
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      baseUri: ["'none'"],
      objectSrc: ["'none'"],
      frameAncestors: ["'none'"],
      formAction: ["'self'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      connectSrc: ["'self'", socketOrigin('ws'), socketOrigin('wss')],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
    },
  },
  strictTransportSecurity: false,
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  referrerPolicy: { policy: 'same-origin' },
}

function socketOrigin(scheme: 'ws' | 'wss') {
  return ({ headers }: IncomingMessage): string =>
    headers.host && /^[\w.:[\]-]{1,255}$/.test(headers.host) ? `${scheme}://${headers.host}` : "'self'"
}
