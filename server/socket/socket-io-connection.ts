import type { Socket } from 'socket.io'
import type { Connection } from '../broadcast/connection.ts'
import type { Message } from '../broadcast/messages.ts'
import type { DirectSocket, EngineConnection } from './direct-socket.ts'
import { ackPacketOf } from './event-packet.ts'
import { frameOf } from './text-frame.ts'

/** A Socket.IO event packet in a namespace, as socket.io-protocol 5 defines it; `json` is the one argument. */
const packetOf = (namespace: string) =>
  namespace === '/'
    ? (event: string, json: string) => `2["${event}",${json}]`
    : (event: string, json: string) => `2${namespace},["${event}",${json}]`

/** Engine.IO's type of a packet that carries one of Socket.IO's. */
const messageType = '4'

/**
 * One namespace of a Socket.IO client behind the port. Messages are packets that are encoded already, so that a
 * broadcast is encoded once and not once a client: whole frames where there is a direct way, and else by
 * Engine.IO's public `write`.
 */
export class SocketIoConnection implements Connection {
  readonly id: string
  readonly #socket: Socket
  readonly #engine: EngineConnection
  readonly #direct: DirectSocket | null
  readonly #namespace: string
  readonly #packetOf: (event: string, json: string) => string
  readonly #frameOf: (event: string, json: string) => string

  constructor(socket: Socket, direct: DirectSocket | null) {
    this.id = socket.id
    this.#socket = socket
    this.#engine = socket.conn as unknown as EngineConnection
    this.#direct = direct
    this.#namespace = socket.nsp.name
    this.#packetOf = packetOf(this.#namespace)
    this.#frameOf = (event, json) => frameOf(`${messageType}${this.#packetOf(event, json)}`)
  }

  send(message: Message): void {
    if (!this.#socket.connected || this.#engine.readyState !== 'open') return
    if (this.#direct?.isFree) this.#direct.sendFrame(message.frame(`${this.#namespace} whole`, this.#frameOf))
    else this.#write(message.frame(this.#namespace, this.#packetOf))
  }

  /** Answers an event that came by the direct way; `json` is the reply. */
  acknowledge(id: string, json: string): void {
    if (!this.#socket.connected || this.#engine.readyState !== 'open') return
    const packet = ackPacketOf(id, json)
    if (this.#direct?.isFree) this.#direct.sendFrame(frameOf(`${messageType}${packet}`))
    else this.#write(packet)
  }

  /** What waits in Engine.IO's write buffer, and what the socket below was given and has not sent. */
  queued(): number {
    const { writeBuffer, transport } = this.#engine
    let bytes = (transport.socket?.bufferedAmount ?? 0) + (this.#direct?.unsentBytes ?? 0)
    if (writeBuffer.length === 0 && transport.writable) return bytes
    for (const { data } of writeBuffer) bytes += typeof data === 'string' ? data.length : 64
    return Math.max(1, bytes)
  }

  close(_reason: string): void {
    cutOff(this.#engine)
  }

  /** In Engine.IO's line, behind what was sent the direct way. */
  #write(packet: string): void {
    this.#direct?.flush()
    this.#engine.write(packet)
  }
}

/** Ends a connection at once, with all of its streams. */
export function cutOff(engine: EngineConnection): void {
  engine.close()
  // A client that does not read does not answer a close either.
  engine.transport.socket?.terminate()
}

/** The size of what a packet carries, as far as it matters to what the packet costs. */
export const lengthOf = ({ data }: { data?: unknown }): number =>
  typeof data === 'string' || Buffer.isBuffer(data) ? data.length : 0
