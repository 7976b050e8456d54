import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { type Bounds, bounds as defaultBounds } from './bounds.ts'
import { type Capacity, capacityOf, quotasOf } from './capacity/capacity.ts'
import { CapacityWatch } from './capacity/capacity-watch.ts'
import { thisMachine } from './capacity/machine.ts'
import { boundsOf } from './capacity/operator-bounds.ts'
import type { Config } from './config.ts'
import { type Core, createCore } from './core.ts'
import { ImportDesk } from './csv/import-desk.ts'
import { countOpenFiles } from './disk/open-files.ts'
import { type Trust, trustOf } from './edge/client-address.ts'
import { Origins } from './edge/origin.ts'
import { RateLimits } from './edge/rate-limits.ts'
import type { Environment } from './environment.ts'
import { ConnectionCap } from './http/connection-cap.ts'
import { createHttp } from './http/http-server.ts'
import { OpenSockets } from './http/open-sockets.ts'
import { PageTemplate } from './http/page-template.ts'
import { ImageSweeper } from './images/image-sweeper.ts'
import { Images } from './images/images.ts'
import { ClientSessions } from './socket/client-sessions.ts'
import { Dispatcher } from './socket/dispatcher.ts'
import { Feed } from './socket/feed.ts'
import { SocketServer } from './socket/socket-server.ts'

export interface App {
  core: Core
  /** Starts to listen; resolves with its address. */
  listen(): Promise<AddressInfo>
  /** Ends clients, finishes what is under way, writes the journal's clean-shutdown marker, releases the folder. */
  close(): Promise<void>
}

/** Connects HTTP, Socket.IO and the feed to the core. */
export async function createApp(
  config: Config,
  environment: Environment,
  otherBounds: Bounds = defaultBounds,
): Promise<App> {
  const { clock, logger } = environment
  const bounds = boundsOf(config, otherBounds)
  const core = await createCore(config, environment, bounds)
  const http = await createEdges(config, environment, core, bounds)
  const sockets = new OpenSockets(http.server)
  // Below what the process may open, as it is once everything but the connections is open.
  const cap = new ConnectionCap(http.server, countOpenFiles(), { logger, clock, bounds: bounds.files })
  core.metrics.observeCap(cap)
  return {
    core,
    async listen() {
      await http.listen({ host: config.host, port: config.port, backlog: 4_096 })
      return http.server.address() as AddressInfo
    },
    async close() {
      // A client that neither reads nor writes would delay the stop.
      const grace = clock.schedule(bounds.http.stopGraceMs, () => sockets.destroy())
      await http.close()
      grace.cancel()
      await core.close()
    },
  }
}

async function createEdges(config: Config, environment: Environment, core: Core, bounds: Bounds) {
  const { clock, random, logger } = environment
  const { broadcaster, metrics } = core
  const rates = new RateLimits(config.limits, bounds.rates, () => clock.monotonic(), core.storage.counts)
  const trust = trustOf(config.trustProxy)
  const origins = new Origins({ origins: config.origins, trust, logger })
  const template = await PageTemplate.read(environment.distFolder)
  const { brand } = core
  const { images, importDesk, sweeper, onImageNamed } = await openFiles(environment, core, bounds)
  const { market, queue, sales, statsNotifier, sessions, pickupNames, networks, orders } = core
  const dispatcher = new Dispatcher({
    market,
    queue,
    sessions,
    pickupNames,
    networks,
    sales,
    statsNotifier,
    orders,
    rates,
    logger,
    ...bounds.orders,
    ...bounds.socket,
    onImageNamed,
    onOutcome: (event, code, tookMs) => metrics.answered(event, code, tookMs),
    clock,
  })
  const capacity = capacityOf({
    market,
    queue,
    accounts: core.accounts,
    images,
    importDesk,
    dataFolder: config.dataFolder,
    machine: environment.machine ?? thisMachine,
    connections: () => socketServer.connections,
    bounds,
  })
  const http = await createHttp({
    market,
    queue,
    broadcaster,
    sessions,
    authentication: core.authentication,
    accounts: core.accounts,
    oneTimeTokens: core.oneTimeTokens,
    staff: core.staff,
    ownData: core.ownData,
    tokens: core.tokens,
    orders,
    metrics,
    images,
    importDesk,
    capacity,
    storage: core.storage,
    quotas: quotasOf(bounds),
    logger,
    distFolder: environment.distFolder,
    brand,
    demo: config.demo,
    rates,
    trust,
    origins,
    template,
    limitsOn: config.limits,
    clock,
    random,
    bounds: { ...bounds.rates, ...bounds.broadcast, ...bounds.http, ...bounds.session },
  })
  const edge = { dispatcher, rates, trust, origins, build: template?.build ?? 'none' }
  const socketServer = attachSockets(http, core, environment, bounds, edge)
  observe(core, socketServer, capacity)
  startTending(http, new CapacityWatch({ capacity, clock, logger, bounds: bounds.capacity }), sweeper)
  return http
}

/** Socket.IO and the feed, on the HTTP server. */
function attachSockets(
  http: FastifyInstance,
  { sessions, accounts, broadcaster, statsNotifier, brandNotifier, queue, market }: Core,
  { clock, random, logger, directSockets }: Environment,
  bounds: Bounds,
  edge: { dispatcher: Dispatcher; rates: RateLimits; trust: Trust; origins: Origins; build: string },
): SocketServer {
  const { dispatcher, rates, trust, origins, build } = edge
  const clientSessions = new ClientSessions({
    sessions,
    accounts,
    dispatcher,
    broadcaster,
    statsNotifier,
    brandNotifier,
    logger,
    build,
    clock,
    bounds: { ...bounds.broadcast, ...bounds.socket },
  })
  const reach = async ({ epoch, seq, atLeast = seq }: { epoch: string; seq: number; atLeast?: number }) => {
    if (epoch === market.counters.epoch) await queue.reach(Math.max(seq, atLeast))
  }
  const shared = { reach, httpServer: http.server, broadcaster, rates, logger, origins, trust, sessions }
  const socketServer = new SocketServer({
    ...shared,
    clientSessions,
    direct: directSockets,
    clock,
    bounds: bounds.socket,
  })
  const feed = new Feed({ ...shared, random, bounds: bounds.socket })
  // Sockets first: an HTTP server does not close while one of them is open.
  http.addHook('preClose', async () => {
    feed.close()
    await socketServer.close()
  })
  return socketServer
}

/** Pictures, and files of products. */
async function openFiles(
  { clock, random, logger }: Environment,
  { market, storage, brand }: Core,
  bounds: Bounds,
) {
  const pending = storage.imports
  const store = await storage.openImages(market)
  const images = new Images({ store, market, alsoShown: () => brand.pictures, bounds: bounds.images })
  const onImageNamed = (hash: string) => images.touch(hash)
  return {
    images,
    sweeper: new ImageSweeper({ images, clock, logger, bounds: bounds.images }),
    importDesk: new ImportDesk({ market, random, pending, onImageNamed }),
    onImageNamed,
  }
}

/** What `/metrics` reads on request. */
function observe(
  { metrics, broadcaster, queue, market, storage, snapshotAgeSeconds }: Core,
  socketServer: SocketServer,
  capacity: Capacity,
): void {
  for (const metric of storage.metrics ?? []) metrics.registry.registerMetric(metric)
  metrics.observe({
    connections: () => broadcaster.connections,
    queueLength: () => queue.length,
    seq: () => market.counters.seq,
    transports: () => socketServer.connectionsByTransport,
    fastPath: () => socketServer.fastPath,
    snapshotAgeSeconds,
    capacity: () => capacity.read(),
  })
}

/** Periodic work, until the server closes. */
function startTending(http: FastifyInstance, watch: CapacityWatch, sweeper: ImageSweeper): void {
  http.addHook('onClose', async () => {
    watch.close()
    await sweeper.close()
  })
  watch.start()
  sweeper.start()
}
