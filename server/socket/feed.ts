import type { Server as HttpServer, IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Logger } from 'pino'
import { type WebSocket, WebSocketServer } from 'ws'
import { everybody } from '../broadcast/audience.ts'
import type { Broadcaster } from '../broadcast/broadcaster.ts'
import type { Connection } from '../broadcast/connection.ts'
import type { Message } from '../broadcast/messages.ts'
import type { SubscriptionRequest } from '../broadcast/subscription.ts'
import { addressGroup } from '../edge/address-group.ts'
import { clientAddress, type Trust } from '../edge/client-address.ts'
import type { Origins } from '../edge/origin.ts'
import type { OutputBudget } from '../edge/output-rates.ts'
import { rateKeyOf } from '../edge/rate-key.ts'
import type { RateLimits } from '../edge/rate-limits.ts'
import type { Random } from '../os/clock.ts'
import type { Sessions } from '../session/sessions.ts'

export interface FeedDependencies {
  httpServer: HttpServer
  broadcaster: Broadcaster
  rates: RateLimits
  random: Random
  logger: Logger
  origins: Origins
  trust: Trust
  sessions: Sessions
  /** Waits for this node to be where another one was. */
  reach(position: { epoch: string; seq: number }): Promise<void>
  bounds: { connectionsMax: number; pingIntervalMs: number }
}

/** The path that Socket.IO's own listener handles, compared in the same way. */
const socketIoPath = '/socket.io/'
/** Clients of the feed send nothing, so the maximum frame is small. */
const frameBytesMax = 1_024
/** More frames than this in a ping interval, and the client is cut off. */
const framesMax = 100

/** `/feed`: the market stream and the sales for displays and programs without Socket.IO. Read-only. */
export class Feed {
  readonly #dependencies: FeedDependencies
  readonly #server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: frameBytesMax,
  })
  readonly #upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // Until another listener is attached, a connection error would end the process.
    socket.on('error', () => socket.destroy())
    const { path, query } = addressOf(request)
    if (path === '/feed') this.#admit(request, socket, head, positionOf(query))
    else if (!path.startsWith(socketIoPath)) refuseUpgrade(socket, '404 Not Found')
  }

  constructor(dependencies: FeedDependencies) {
    this.#dependencies = dependencies
    dependencies.httpServer.on('upgrade', this.#upgrade)
  }

  get connections(): number {
    return this.#server.clients.size
  }

  close(): void {
    this.#dependencies.httpServer.off('upgrade', this.#upgrade)
    for (const client of this.#server.clients) client.terminate()
    this.#server.close()
  }

  #admit(request: IncomingMessage, socket: Duplex, head: Buffer, has: SubscriptionRequest['has']): void {
    const { origins, rates, trust, sessions, bounds } = this.#dependencies
    if (!origins.allows(request)) return refuseUpgrade(socket, '403 Forbidden')
    const isFull = this.connections >= bounds.connectionsMax
    if (isFull || rates.connections.take(rateKeyOf(request, sessions, trust)) !== null) {
      return refuseUpgrade(socket, '429 Too Many Requests')
    }
    const address = clientAddress(request, trust)
    const output = rates.output.ofConnection(addressGroup(address))
    if (output.msUntilFree() !== null) return refuseUpgrade(socket, '429 Too Many Requests')
    const isReached = has ? this.#dependencies.reach(has) : Promise.resolve()
    void isReached.then(() =>
      this.#server.handleUpgrade(request, socket, head, (client) =>
        this.#connected(client, address, has, output),
      ),
    )
  }

  #connected(
    client: WebSocket,
    address: string,
    has: SubscriptionRequest['has'],
    output: OutputBudget,
  ): void {
    const { broadcaster, logger, random } = this.#dependencies
    const connection = new FeedConnection(`feed-${random.uuid()}`, client)
    const about = { address, namespace: '/feed', connection: connection.id }
    logger.info(about, 'connected')
    this.#watch(client)
    client.on('close', (code) => {
      broadcaster.leave(connection.id)
      logger.info({ ...about, reason: code }, 'disconnected')
    })
    broadcaster.join(
      connection,
      { audience: everybody, orders: { kind: 'none' }, sales: true, watch: true, has },
      output,
    )
  }

  /** Sends pings; cuts off clients that do not answer, or send too much. */
  #watch(client: WebSocket): void {
    let answered = true
    let frames = 0
    const timer = setInterval(() => {
      if (!answered) return client.terminate()
      answered = false
      frames = 0
      client.ping()
    }, this.#dependencies.bounds.pingIntervalMs)
    client.on('pong', () => {
      answered = true
    })
    const count = (): void => {
      frames += 1
      if (frames > 2 * framesMax) client.terminate()
      else if (frames > framesMax) client.close(1008, 'this stream is read only')
    }
    client.on('message', count)
    client.on('ping', count)
    // ws closes a connection whose frames break the protocol; nothing else to do.
    client.on('error', (error) => this.#dependencies.logger.debug({ error }, 'feed client'))
    client.on('close', () => clearInterval(timer))
  }
}

/** A request's path and query. Not parsed as a URL, which throws on some client input. */
function addressOf({ url = '' }: IncomingMessage): { path: string; query: URLSearchParams } {
  const [path = '', query] = url.split('?', 2)
  return { path, query: new URLSearchParams(query) }
}

function positionOf(query: URLSearchParams): SubscriptionRequest['has'] {
  const epoch = query.get('epoch')
  const seq = query.get('seq')
  return epoch && seq && /^\d{1,15}$/.test(seq) ? { epoch, seq: Number(seq) } : null
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy())
}

/** A plain WebSocket as a `Connection`: each message is an object with its event as `type`. */
class FeedConnection implements Connection {
  readonly id: string
  readonly #client: WebSocket

  constructor(id: string, client: WebSocket) {
    this.id = id
    this.#client = client
  }

  send(message: Message): void {
    if (this.#client.readyState === this.#client.OPEN) this.#client.send(message.frame('feed', frameOf))
  }

  deliver(message: Message, another: Message | null): boolean {
    if (this.queued() > 0) return false
    this.send(message)
    if (another) this.send(another)
    return true
  }

  queued(): number {
    return this.#client.bufferedAmount
  }

  close(): void {
    this.#client.terminate()
  }
}

const frameOf = (event: string, json: string): string => `{"type":"${event}",${json.slice(1)}`
