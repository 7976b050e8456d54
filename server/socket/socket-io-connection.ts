import type { Socket } from 'socket.io'
import type { WebSocket } from 'ws'
import type { Connection } from '../broadcast/connection.ts'
import type { Message } from '../broadcast/messages.ts'

/** What is used of Engine.IO's connection: its public methods and events, and the WebSocket below. */
export interface EngineConnection {
  on(event: 'packet', listener: (packet: { data?: unknown }) => void): unknown
  write(data: string): unknown
  writeBuffer: { data?: unknown }[]
  transport: { writable: boolean; socket?: WebSocket }
  readyState: string
  close(): void
}

/** A Socket.IO event packet in a namespace, as socket.io-protocol 5 defines it; `json` is the one argument. */
const packetOf = (namespace: string) =>
  namespace === '/'
    ? (event: string, json: string) => `2["${event}",${json}]`
    : (event: string, json: string) => `2${namespace},["${event}",${json}]`

/**
 * One namespace of a Socket.IO client behind the port. Messages go to Engine.IO's public `write` as packets
 * that are encoded already, so that a broadcast is encoded once and not once a client.
 */
export class SocketIoConnection implements Connection {
  readonly id: string
  readonly #socket: Socket
  readonly #engine: EngineConnection
  readonly #namespace: string
  readonly #packetOf: (event: string, json: string) => string

  constructor(socket: Socket) {
    this.id = socket.id
    this.#socket = socket
    this.#engine = socket.conn as unknown as EngineConnection
    this.#namespace = socket.nsp.name
    this.#packetOf = packetOf(this.#namespace)
  }

  send(message: Message): void {
    if (!this.#socket.connected || this.#engine.readyState !== 'open') return
    this.#engine.write(message.frame(this.#namespace, this.#packetOf))
  }

  /** What waits in Engine.IO's write buffer, and what the socket below was given and has not sent. */
  queued(): number {
    const { writeBuffer, transport } = this.#engine
    let bytes = transport.socket?.bufferedAmount ?? 0
    if (writeBuffer.length === 0 && transport.writable) return bytes
    for (const { data } of writeBuffer) bytes += typeof data === 'string' ? data.length : 64
    return Math.max(1, bytes)
  }

  close(_reason: string): void {
    cutOff(this.#engine)
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
