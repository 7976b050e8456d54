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
import type { AccountStore } from '../session/account-store.ts'
import type { Authentication } from '../session/authentication.ts'
import type { OneTimeTokens } from '../session/one-time-tokens.ts'
import type { Sessions } from '../session/sessions.ts'
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

export interface HttpDependencies {
  market: DurableMarket
  queue: CommandQueue
  broadcaster: Broadcaster
  sessions: Sessions
  authentication: Authentication
  accounts: AccountStore
  oneTimeTokens: OneTimeTokens
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

/** All HTTP routes. Sockets are attached to the same server elsewhere. */
export async function createHttp(dependencies: HttpDependencies): Promise<FastifyInstance> {
  const http = fastify({
    logger: false,
    bodyLimit: limits.messageBytesMax,
    requestTimeout: dependencies.bounds.requestMsMax,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: answerBadRequest,
    clientErrorHandler: answerBrokenRequest,
    http: {
      // Node uses the longer of the two for both.
      headersTimeout: dependencies.bounds.requestMsMax,
      connectionsCheckingInterval: dependencies.bounds.requestMsMax,
      // Clients that offer an upgrade to HTTP/2, such as Java's, are answered in HTTP/1.1.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
  })
  answerErrors(http, dependencies)
  readBodies(http)
  await http.register(helmet, helmetOptions(dependencies.trust))
  keepToTls(http, dependencies.trust)
  if (dependencies.limitsOn) {
    await http.register(rateLimit, {
      max: dependencies.bounds.httpPerAddressPerTenSeconds,
      timeWindow: 10_000,
      keyGenerator: (request: FastifyRequest) =>
        rateKeyOf(request.raw, dependencies.sessions, dependencies.trust),
      errorResponseBuilder: (_request, { ttl }) =>
        new HttpRefusal(refuse('too_many_requests', { retryAfterMs: ttl })),
    })
  }
  if (dependencies.limitsOn) boundOutput(http, dependencies)
  http.addHook('onRequest', async (request) => {
    const changes = request.method !== 'GET' && request.method !== 'HEAD'
    if (changes && !dependencies.origins.allows(request.raw)) throw new HttpRefusal(refuse('forbidden'))
  })
  await http.register(healthRoutes, dependencies)
  await http.register(sessionRoutes, dependencies)
  await http.register(accountRoutes, dependencies)
  await http.register(operatorRoutes, dependencies)
  await http.register(capacityRoutes, dependencies)
  await http.register(pageErrorRoutes, dependencies)
  await http.register(marketRoutes, dependencies)
  await http.register(imageRoutes, dependencies)
  await http.register(csvRoutes, dependencies)
  await http.register(pageRoutes, dependencies)
  return http
}

/** Tells browsers that use TLS to use nothing else for half a year. */
function keepToTls(http: FastifyInstance, trust: Trust): void {
  http.addHook('onRequest', async (request, reply) => {
    if (isSecure(request.raw, trust)) reply.header('strict-transport-security', 'max-age=15552000')
  })
}

/**
 * Phones use plain HTTP on the local network, so TLS is not enforced here; that is up to the proxy. The sockets' origins
 * are listed, since not every browser includes `ws:` in `'self'`.
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
