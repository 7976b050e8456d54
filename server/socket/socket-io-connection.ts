import type { Socket } from 'socket.io'
import type { Connection } from '../broadcast/connection.ts'
import type { Message } from '../broadcast/messages.ts'
import type { EngineConnection } from './engine-connection.ts'
import type { DirectSocket } from './fast-path/direct-socket.ts'
import { ackPacketOf } from './fast-path/event-packet.ts'
import { frameOf } from './fast-path/text-frame.ts'
import type { Poller } from './poller.ts'

/** Engine.IO's packet type for Socket.IO packets. */
const messageType = '4'

/** The format of messages in one namespace: as Engine.IO packets, and as complete WebSocket frames. */
class Envelope {
  readonly packetKind: string
  readonly frameKind: string
  readonly #start: string

  constructor(namespace: string) {
    this.packetKind = namespace
    this.frameKind = `${namespace} whole`
    this.#start = namespace === '/' ? '2' : `2${namespace},`
  }

  /** A Socket.IO event packet (socket.io-protocol 5) with `json` as its only argument. */
  readonly packetOf = (event: string, json: string): string => `${this.#start}["${event}",${json}]`

  readonly frameOf = (event: string, json: string): string =>
    frameOf(`${messageType}${this.packetOf(event, json)}`)
}

/** By namespace; there are three. */
const envelopes = new Map<string, Envelope>()

function envelopeOf(namespace: string): Envelope {
  const envelope = envelopes.get(namespace) ?? new Envelope(namespace)
  envelopes.set(namespace, envelope)
  return envelope
}

/**
 * One namespace of a Socket.IO client as a `Connection`. Messages are encoded packets, so a broadcast is
 * encoded once and not per client. They are sent as complete frames by the fast path, or by Engine.IO's
 * public `write`.
 */
export class SocketIoConnection implements Connection {
  readonly id: string
  readonly #engine: EngineConnection
  readonly #direct: DirectSocket | null
  readonly #poller: Poller | null
  readonly #envelope: Envelope
  #isOpen = true

  constructor(socket: Socket, direct: DirectSocket | null, poller: Poller | null) {
    this.id = socket.id
    this.#engine = socket.conn as unknown as EngineConnection
    this.#direct = direct
    this.#poller = poller
    this.#envelope = envelopeOf(socket.nsp.name)
  }

  send(message: Message): void {
    if (!this.#isOpen) return
    if (this.#direct?.isFree) this.#direct.sendFrame(this.#frame(message))
    else this.#write(this.#packet(message))
  }

  /** Whether another change can be sent now. */
  takesMore(): boolean {
    return this.#poller ? this.#poller.takesNews() : this.queued() === 0
  }

  deliver(message: Message, another: Message | null): boolean {
    if (!this.#isOpen) return true
    if (this.#direct) {
      const frame = this.#frame(message)
      return this.#direct.writeAtOnce(another ? frame + this.#frame(another) : frame)
    }
    if (!this.takesMore()) return false
    this.#poller?.newsSent()
    this.#write(this.#packet(message))
    if (another) this.#write(this.#packet(another))
    return true
  }

  /** Answers an event that came by the fast path; `json` is the reply. */
  acknowledge(id: string, json: string): void {
    if (!this.#isOpen) return
    const packet = ackPacketOf(id, json)
    if (this.#direct?.isFree) this.#direct.sendFrame(frameOf(`${messageType}${packet}`))
    else this.#write(packet)
  }

  /** The bytes in Engine.IO's write buffer and in the socket below. */
  queued(): number {
    if (this.#direct?.isIdle) return this.#direct.unsentBytes
    const { writeBuffer, transport } = this.#engine
    let bytes = transport.socket?.bufferedAmount ?? this.#poller?.unsentBytes ?? 0
    bytes += this.#direct?.unsentBytes ?? 0
    // Between two polls nothing can be sent, but the client is not behind.
    if (writeBuffer.length === 0 && (transport.writable || this.#poller)) return bytes
    for (const { data } of writeBuffer) bytes += typeof data === 'string' ? data.length : 64
    return Math.max(1, bytes)
  }

  close(_reason: string): void {
    cutOff(this.#engine)
  }

  /** The client left the namespace or disconnected: nothing more is sent or received. */
  end(): void {
    this.#isOpen = false
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  #frame(message: Message): string {
    return message.frame(this.#envelope.frameKind, this.#envelope.frameOf)
  }

  #packet(message: Message): string {
    return message.frame(this.#envelope.packetKind, this.#envelope.packetOf)
  }

  /** Through Engine.IO's buffer, after everything sent by the fast path. */
  #write(packet: string): void {
    this.#direct?.flush()
    this.#engine.write(packet)
  }
}

/** Closes a connection with all its streams at once, and drops unsent data. */
export function cutOff(engine: EngineConnection): void {
  engine.close(true)
  // A client that does not read does not answer a close frame either.
  engine.transport.socket?.terminate()
}

/** The size of a packet's data, as a measure of its cost. */
export const lengthOf = ({ data }: { data?: unknown }): number =>
  typeof data === 'string' || Buffer.isBuffer(data) ? data.length : 0
