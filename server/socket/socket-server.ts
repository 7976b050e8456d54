import type { Server as HttpServer, IncomingMessage } from 'node:http'
import type { Socket as TcpSocket } from 'node:net'
import type { Logger } from 'pino'
import { type Namespace, Server, type Socket } from 'socket.io'
import { limits } from '../../shared/protocol/limits.ts'
import { addressGroup } from '../edge/address-group.ts'
import { clientAddress, clientGroup, isSecure } from '../edge/client-address.ts'
import type { OutputBudget } from '../edge/output-rates.ts'
import type { PacketMeter } from '../edge/packet-meter.ts'
import { rateKeyOf, rateKeyOfSession } from '../edge/rate-key.ts'
import { sessionCookie } from '../session/cookie.ts'
import type { Opened } from '../session/sessions.ts'
import type { ClientSession, ClientSessions } from './client-sessions.ts'
import { boundedWebSockets, type EngineConnection, hasAttachments, isJoin } from './engine-connection.ts'
import type { DirectSocket } from './fast-path/direct-socket.ts'
import { parseEventPacket } from './fast-path/event-packet.ts'
import { FastPath, type FastPathState } from './fast-path/fast-path.ts'
import { admit, bringsToken, HandshakeRefusal, type Identity, identify, openByCookie } from './identity.ts'
import { type NamespaceName, namespaces } from './namespaces.ts'
import type { Poller } from './poller.ts'
import { type EngineRequest, Polling, type PollingDependencies } from './polling.ts'
import { encodeReply, type Reply } from './replies.ts'
import { cutOff, lengthOf, SocketIoConnection } from './socket-io-connection.ts'

/** A new Engine.IO connection. */
interface OpenedEngine extends EngineConnection {
  readonly request: EngineRequest
}

export interface SocketServerDependencies extends PollingDependencies {
  httpServer: HttpServer
  clientSessions: ClientSessions
  logger: Logger
  /** Whether to use the fast path where it is known to work. */
  direct: boolean
  /** Waits for this node to be where another one was. */
  reach(position: { epoch: string; seq: number; atLeast: number }): Promise<void>
}

/** What is kept for one Engine.IO connection. */
interface Client {
  /** Null for a WebSocket. */
  poller: Poller | null
  /** Counts its packets. */
  meter: PacketMeter
  /** Its stream in each namespace. */
  sockets: Map<NamespaceName, Socket>
  /** Shared by all of its streams; null until the first. */
  output: OutputBudget | null
}

/**
 * Socket.IO over WebSocket, or over long polling where WebSockets are blocked; a connection keeps its
 * transport. Socket.IO's recovery is not used: clients resume by epoch and seq.
 */
export class SocketServer {
  readonly #dependencies: SocketServerDependencies
  readonly #io: Server
  readonly #fastPath: FastPath
  readonly #polling: Polling
  readonly #clients = new WeakMap<object, Client>()

  constructor(dependencies: SocketServerDependencies) {
    this.#dependencies = dependencies
    const { bounds } = dependencies
    this.#polling = new Polling(dependencies)
    this.#fastPath = new FastPath(dependencies.direct, dependencies.logger)
    this.#io = new Server(dependencies.httpServer, {
      transports: ['websocket', 'polling'],
      wsEngine: boundedWebSockets(bounds),
      allowUpgrades: false,
      perMessageDeflate: false,
      httpCompression: false,
      serveClient: false,
      maxHttpBufferSize: limits.messageBytesMax,
      connectTimeout: bounds.connectTimeoutMs,
      pingInterval: bounds.pingIntervalMs,
      pingTimeout: bounds.pingTimeoutMs,
      destroyUpgrade: false,
      allowRequest: (request, allow) => {
        const refusal = this.#admit(request)
        allow(refusal, refusal === null)
      },
    })
    this.#io.engine.use(this.#polling.guard)
    this.#io.engine.on('initial_headers', (headers: Record<string, string>, request: IncomingMessage) => {
      this.#setCookie(headers, request)
      writeTogether(request.socket)
    })
    this.#io.engine.on('connection', (engine: OpenedEngine) => {
      const poller = this.#polling.opened(engine, engine.request)
      this.#clients.set(engine, { poller, meter: this.#meter(engine), sockets: new Map(), output: null })
    })
    for (const name of namespaces) this.#open(this.#io.of(name), name)
  }

  get connections(): number {
    return this.#io.engine.clientsCount
  }

  get fastPath(): FastPathState {
    return this.#fastPath.state
  }

  /** The number of connections by transport. */
  get connectionsByTransport(): { websocket: number; polling: number } {
    const polling = this.#polling.connections
    return { websocket: this.connections - polling, polling }
  }

  /** Closes all clients; the caller closes the HTTP server. */
  async close(): Promise<void> {
    this.#io.engine.close()
    for (const name of namespaces) this.#io.of(name).disconnectSockets(true)
  }

  /** Null if the handshake may proceed, otherwise the reason. */
  #admit(request: IncomingMessage): string | null {
    const { origins, rates, trust, sessions, bounds } = this.#dependencies
    if (!origins.allows(request)) return 'This origin may not connect.'
    if (this.connections >= bounds.connectionsMax) return 'Too many connections.'
    const wait = rates.connections.take(rateKeyOf(request, sessions, trust))
    return wait === null ? null : 'Too many connections from here.'
  }

  /** Cuts off clients that send so much that refusing it would delay others. */
  #meter(engine: EngineConnection): PacketMeter {
    const { rates } = this.#dependencies
    const meter = rates.meter('packetsPerConnectionPerSecond')
    const joins = rates.meter('joinsPerConnectionPerTenSeconds')
    const count = (bytes: number): void => {
      if (meter.isTooMuch(bytes)) cutOff(engine)
    }
    engine.on('packet', (packet) => {
      count(lengthOf(packet))
      if ((isJoin(packet) && joins.isTooMuch(0)) || hasAttachments(packet)) cutOff(engine)
    })
    engine.transport.socket?.on('ping', ({ length }) => count(length))
    return meter
  }

  #setCookie(headers: Record<string, string>, request: IncomingMessage): void {
    const opened = openByCookie(request, () => this.#openGuest(request))
    if (opened)
      headers['Set-Cookie'] = sessionCookie(opened.token, isSecure(request, this.#dependencies.trust))
  }

  #openGuest(request: IncomingMessage): Opened {
    const { sessions, rates, trust } = this.#dependencies
    const retryAfterMs = rates.buyers.takeGuestSession(clientGroup(request, trust))
    if (retryAfterMs !== null) throw new HandshakeRefusal('too_many_requests', { retryAfterMs })
    return sessions.open()
  }

  #open(namespace: Namespace, name: NamespaceName): void {
    namespace.use((socket, next) => {
      this.#identify(socket, name).then(
        (identity) => {
          socket.data.identity = identity
          next()
          writeTogether(socket.request.socket)
        },
        (error: unknown) => next(error instanceof Error ? error : new Error('refused')),
      )
    })
    namespace.on('connection', (socket) => this.#connected(socket, name))
  }

  async #identify(socket: Socket, name: NamespaceName): Promise<Identity> {
    const { sessions, rates, trust } = this.#dependencies
    const { request, handshake } = socket
    const address = clientGroup(request, trust)
    const crowded = rates.joins.take(address)
    if (crowded !== null) throw new HandshakeRefusal('too_many_requests', { retryAfterMs: crowded })
    let identity: Identity
    try {
      identity = identify(request, handshake.auth, sessions, () => this.#openGuest(request))
    } catch (error) {
      const isGuess = error instanceof HandshakeRefusal && bringsToken(request, handshake.auth)
      const retryAfterMs = isGuess ? await rates.wrongSecrets.take(address) : null
      if (retryAfterMs !== null) throw new HandshakeRefusal('unauthenticated', { retryAfterMs })
      throw error
    }
    if (identity.has) await this.#dependencies.reach(identity.has)
    return admit(name, identity, sessions)
  }

  #connected(socket: Socket, name: NamespaceName): void {
    const { clientSessions, rates, trust } = this.#dependencies
    const engine = socket.conn as unknown as EngineConnection
    const client = this.#clients.get(engine)!
    // Socket.IO creates a socket for each CONNECT packet before the first is answered; only one is allowed.
    if (client.sockets.get(name)?.connected) return cutOff(engine)
    client.sockets.set(name, socket)
    const identity: Identity = socket.data.identity
    const address = clientAddress(socket.request, trust)
    client.output ??= rates.output.ofConnection(rateKeyOfSession(identity.session, addressGroup(address)))
    const direct = this.#fastPath.to(engine)
    const connection = new SocketIoConnection(socket, direct, client.poller)
    const stream = clientSessions.open(connection, name, identity, address, client.output)
    if (direct && name === '/') takeDirectly(direct, connection, stream, client.meter)
    socket.onAny((event: string, ...sent: unknown[]) => {
      const last = sent.at(-1)
      const acknowledge = typeof last === 'function' ? (last as (reply: Reply) => void) : null
      stream.receive(event, sent[0] === acknowledge ? undefined : sent[0], acknowledge)
    })
    const end = (reason: string): void => {
      connection.end()
      stream.end(reason)
    }
    // A client with too much unread data is cut off as it joins; then there is no event to wait for.
    if (socket.connected) socket.on('disconnect', end)
    else end('cut off')
    // Sent together with the confirmation of the connection.
    direct?.flush()
  }
}

/** Takes most events by the fast path: those of buyers that want an acknowledgement and are plain JSON. */
function takeDirectly(
  direct: DirectSocket,
  connection: SocketIoConnection,
  stream: ClientSession,
  meter: PacketMeter,
): void {
  direct.take((text, bytes) => {
    const packet = connection.isOpen ? parseEventPacket(text) : null
    if (!packet || !stream.knows(packet.event)) return false
    const { id, event, payload } = packet
    stream.receive(event, payload, (reply) => connection.acknowledge(id, encodeReply(reply)))
    if (meter.isTooMuch(bytes)) cutOff(direct.engine)
    return true
  })
}

/**
 * Combines everything written to a socket in this turn into one write. Each write costs a tenth of a connect,
 * and after a restart everybody connects.
 */
function writeTogether(socket: TcpSocket): void {
  socket.cork()
  process.nextTick(() => socket.uncork())
}
