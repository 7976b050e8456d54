import type { IncomingMessage } from 'node:http'
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { limits } from '../../shared/protocol/limits.ts'
import type { CapacityReport } from '../../shared/protocol/operator-messages.ts'
import { refuse } from '../../shared/refusals.ts'
import type { Broadcaster } from '../broadcast/broadcaster.ts'
import type { OrderContext } from '../broadcast/views.ts'
import type { Capacity } from '../capacity/capacity.ts'
import type { ImportDesk } from '../csv/import-desk.ts'
import { clientHost, isSecure, type Trust } from '../edge/client-address.ts'
import type { Origins } from '../edge/origin.ts'
import { rateKeyOf } from '../edge/rate-key.ts'
import type { RateLimits } from '../edge/rate-limits.ts'
import type { Images } from '../images/images.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { CommandQueue } from '../queue/queue.ts'
import type { AccountBook } from '../session/account-book.ts'
import type { Links } from '../session/links.ts'
import type { Sessions } from '../session/sessions.ts'
import type { SignIns } from '../session/sign-ins.ts'
import type { Tokens } from '../session/tokens.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { accountRoutes } from './account-routes.ts'
import { capacityRoutes } from './capacity-routes.ts'
import { csvRoutes } from './csv-routes.ts'
import { healthRoutes } from './health-routes.ts'
import { answerBadRequest, answerBrokenRequest, answerErrors } from './http-errors.ts'
import { HttpRefusal } from './http-refusal.ts'
import { imageRoutes } from './image-routes.ts'
import { marketRoutes } from './market-routes.ts'
import { operatorRoutes } from './operator-routes.ts'
import { boundOutput } from './output-budget.ts'
import { pageErrorRoutes } from './page-error-routes.ts'
import { pageRoutes } from './page-routes.ts'
import type { PageTemplate } from './page-template.ts'
import { readBodies } from './request-body.ts'
import { sessionRoutes } from './session-routes.ts'

export interface HttpParts {
  market: DurableMarket
  queue: CommandQueue
  broadcaster: Broadcaster
  sessions: Sessions
  signIns: SignIns
  book: AccountBook
  links: Links
  images: Images
  importDesk: ImportDesk
  capacity: Capacity
  quotas: CapacityReport['quotas']
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
  origins: Origins
  limitsOn: boolean
  now(): number
  newId(): string
  wallClock(): number
  bounds: {
    httpPerAddressPerTenSeconds: number
    pageDistanceMs: number
    requestMsMax: number
    invitesMax: number
  }
}

/** Pages, session, market, receipts, health and metrics. Sockets are attached to its server by others. */
export async function createHttp(parts: HttpParts): Promise<FastifyInstance> {
  const http = fastify({
    logger: false,
    bodyLimit: limits.messageBytesMax,
    requestTimeout: parts.bounds.requestMsMax,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: answerBadRequest,
    clientErrorHandler: answerBrokenRequest,
    http: {
      // Node takes the longer of the two for the other one.
      headersTimeout: parts.bounds.requestMsMax,
      connectionsCheckingInterval: parts.bounds.requestMsMax,
      // Who offers HTTP/2 in passing (Java's client, say) is answered in HTTP/1.1.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
  })
  answerErrors(http, parts)
  readBodies(http)
  await http.register(helmet, helmetOptions(parts.trust))
  keepToTls(http, parts.trust)
  if (parts.limitsOn) {
    await http.register(rateLimit, {
      max: parts.bounds.httpPerAddressPerTenSeconds,
      timeWindow: 10_000,
      keyGenerator: (request: FastifyRequest) => rateKeyOf(request.raw, parts.sessions, parts.trust),
      errorResponseBuilder: (_request, { ttl }) =>
        new HttpRefusal(refuse('too_many_requests', { retryAfterMs: ttl })),
    })
  }
  if (parts.limitsOn) boundOutput(http, parts)
  http.addHook('onRequest', async (request) => {
    const changes = request.method !== 'GET' && request.method !== 'HEAD'
    if (changes && !parts.origins.allows(request.raw)) throw new HttpRefusal(refuse('forbidden'))
  })
  await http.register(healthRoutes, parts)
  await http.register(sessionRoutes, parts)
  await http.register(accountRoutes, parts)
  await http.register(operatorRoutes, parts)
  await http.register(capacityRoutes, parts)
  await http.register(pageErrorRoutes, parts)
  await http.register(marketRoutes, parts)
  await http.register(imageRoutes, parts)
  await http.register(csvRoutes, parts)
  await http.register(pageRoutes, parts)
  return http
}

/** Tells browsers that came by TLS to come by nothing else for half a year. */
function keepToTls(http: FastifyInstance, trust: Trust): void {
  http.addHook('onRequest', async (request, reply) => {
    if (isSecure(request.raw, trust)) reply.header('strict-transport-security', 'max-age=15552000')
  })
}

/**
 * Phones come over plain HTTP on the local network: nothing here forces TLS, which is the proxy's to do. The
 * socket's address is named, since not every browser counts `ws:` into `'self'`.
 */
const helmetOptions = (trust: Trust): FastifyHelmetOptions => ({
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
      connectSrc: ["'self'", socketOrigin('ws', trust), socketOrigin('wss', trust)],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
    },
  },
  strictTransportSecurity: false,
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  referrerPolicy: { policy: 'same-origin' },
})

function socketOrigin(scheme: 'ws' | 'wss', trust: Trust) {
  return (request: IncomingMessage): string => `${scheme}://${clientHost(request, trust) ?? 'localhost'}`
}
