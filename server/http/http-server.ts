import type { IncomingMessage } from 'node:http'
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import fastify, { type FastifyInstance, type FastifyPluginAsync, type FastifyRequest } from 'fastify'
import { limits } from '../../shared/protocol/limits.ts'
import { refuse } from '../../shared/refusals.ts'
import { clientHost, isSecure, type Trust } from '../edge/client-address.ts'
import type { Origins } from '../edge/origin.ts'
import { rateKeyOf } from '../edge/rate-key.ts'
import { type AccountDependencies, accountRoutes } from './account-routes.ts'
import { type BrandDependencies, brandRoutes } from './brand-routes.ts'
import { type CsvDependencies, csvRoutes } from './csv-routes.ts'
import { type HealthDependencies, healthRoutes } from './health-routes.ts'
import { answerBadRequest, answerBrokenRequest, answerErrors } from './http-errors.ts'
import { HttpRefusal } from './http-refusal.ts'
import { type ImageDependencies, imageRoutes } from './image-routes.ts'
import { type MarketDependencies, marketRoutes } from './market-routes.ts'
import { type OperatorDependencies, operatorRoutes } from './operator-routes.ts'
import { boundOutput } from './output-budget.ts'
import { type OwnDataDependencies, ownDataRoutes } from './own-data-routes.ts'
import { type PageErrorDependencies, pageErrorRoutes } from './page-error-routes.ts'
import { type PageDependencies, pageRoutes } from './page-routes.ts'
import { readBodies } from './request-input.ts'
import { type SearchEngineDependencies, searchEngineRoutes } from './search-engine-routes.ts'
import { sessionRoutes } from './session-routes.ts'
import { type StaffDependencies, staffRoutes } from './staff-routes.ts'

/** What all routes together use, and the server itself. */
export type HttpDependencies = AccountDependencies &
  BrandDependencies &
  CsvDependencies &
  OwnDataDependencies &
  HealthDependencies &
  ImageDependencies &
  MarketDependencies &
  OperatorDependencies &
  PageDependencies &
  PageErrorDependencies &
  SearchEngineDependencies &
  StaffDependencies & {
    origins: Origins
    limitsOn: boolean
    bounds: { httpPerAddressPerTenSeconds: number; requestMsMax: number }
  }

const allRoutes: readonly FastifyPluginAsync<HttpDependencies>[] = [
  healthRoutes,
  sessionRoutes,
  accountRoutes,
  operatorRoutes,
  brandRoutes,
  pageErrorRoutes,
  marketRoutes,
  imageRoutes,
  csvRoutes,
  searchEngineRoutes,
  staffRoutes,
  ownDataRoutes,
  pageRoutes,
]

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
    boundOutput(http, dependencies)
  }
  http.addHook('onRequest', async (request) => {
    const changes = request.method !== 'GET' && request.method !== 'HEAD'
    if (changes && !dependencies.origins.allows(request.raw)) throw new HttpRefusal(refuse('forbidden'))
  })
  for (const routes of allRoutes) await http.register(routes, dependencies)
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
