import type { AddressInfo } from 'node:net'
import { type Bounds, bounds as defaultBounds } from './bounds.ts'
import type { Config } from './config.ts'
import { type Core, createCore } from './core.ts'
import { ImportDesk } from './csv/import-desk.ts'
import { trustOf } from './edge/client-address.ts'
import { Origins } from './edge/origin.ts'
import { RateLimits } from './edge/rate-limits.ts'
import { createHttp } from './http/http-server.ts'
import { OpenSockets } from './http/open-sockets.ts'
import { PageTemplate } from './http/page-template.ts'
import { ImageSweeper } from './images/image-sweeper.ts'
import { Images } from './images/images.ts'
import { Dispatcher } from './socket/dispatcher.ts'
import { Feed } from './socket/feed.ts'
import { SocketServer } from './socket/socket-server.ts'
import { Streams } from './socket/streams.ts'
import type { World } from './world.ts'

export interface App {
  core: Core
  /** Starts to listen; resolves with the address that it has. */
  listen(): Promise<AddressInfo>
  /** Ends clients, finishes what is under way, seals the journal, lets go of the folder. */
  close(): Promise<void>
}

/** Wires the whole: HTTP, Socket.IO and the feed before the core. */
export async function createApp(config: Config, world: World, bounds: Bounds = defaultBounds): Promise<App> {
  const core = await createCore(config, world, bounds)
  const http = await createEdges(config, world, core, bounds)
  const sockets = new OpenSockets(http.server)
  return {
    core,
    async listen() {
      await http.listen({ host: config.host, port: config.port, backlog: 4_096 })
      return http.server.address() as AddressInfo
    },
    async close() {
      // Who neither reads nor writes would hold up the end of all others.
      const grace = world.clock.schedule(bounds.http.stopGraceMs, () => sockets.destroy())
      await http.close()
      grace.cancel()
      await core.close()
    },
  }
}

async function createEdges(config: Config, world: World, core: Core, bounds: Bounds) {
  const { clock, random, logger } = world
  const { market, broadcaster, metrics } = core
  const rates = new RateLimits(config.limits, bounds.rates, () => world.clock.monotonic())
  const trust = trustOf(config.trustProxy)
  const origins = new Origins({ origins: config.origins, trust, logger })
  const template = await PageTemplate.read(world.distFolder)
  const now = () => clock.monotonic()
  const { images, sweeper, importDesk, onImageNamed } = await openFiles(config, world, core, bounds)
  const dispatcher = new Dispatcher({
    ...core,
    rates,
    logger,
    ...bounds.orders,
    ...bounds.socket,
    onImageNamed,
    onOutcome: (event, code, tookMs) => metrics.answered(event, code, tookMs),
    now,
    wallClock: () => clock.now(),
  })
  const http = await createHttp({
    ...core,
    images,
    importDesk,
    ...config,
    rates,
    logger,
    trust,
    origins,
    template,
    distFolder: world.distFolder,
    limitsOn: config.limits,
    now,
    newId: () => random.uuid(),
    bounds: { ...bounds.rates, ...bounds.broadcast, ...bounds.http },
  })
  const edge = {
    httpServer: http.server,
    broadcaster,
    rates,
    logger,
    origins,
    trust,
    sessions: core.sessions,
  }
  const streams = new Streams({
    ...core,
    dispatcher,
    logger,
    build: template?.build ?? 'none',
    now: () => clock.now(),
    bounds: bounds.broadcast,
  })
  const socketServer = new SocketServer({
    ...edge,
    streams,
    direct: world.directSockets,
    now,
    bounds: bounds.socket,
  })
  const feed = new Feed({ ...edge, random, bounds: bounds.socket })
  metrics.observe({
    connections: () => broadcaster.connections,
    queueLength: () => core.queue.length,
    seq: () => market.counters.seq,
    transports: () => socketServer.connectionsByTransport,
    fastPath: () => socketServer.fastPath,
    snapshotAgeSeconds: core.snapshotAgeSeconds,
  })
  // Sockets first: an HTTP server does not close while one of them is open.
  http.addHook('preClose', async () => {
    feed.close()
    await socketServer.close()
  })
  http.addHook('onClose', () => sweeper.close())
  sweeper.start()
  return http
}

/** Pictures, and files of products. */
async function openFiles(config: Config, world: World, { market }: Core, bounds: Bounds) {
  const images = await Images.open({ ...world, ...config, market, bounds: bounds.images })
  const onImageNamed = (hash: string) => images.touch(hash)
  return {
    images,
    sweeper: new ImageSweeper({ ...world, images, bounds: bounds.images }),
    importDesk: new ImportDesk({ ...world, market, onImageNamed, bounds: bounds.imports }),
    onImageNamed,
  }
}
