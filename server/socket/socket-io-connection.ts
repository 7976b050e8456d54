import type { Socket } from 'socket.io'
import type { Connection } from '../broadcast/connection.ts'
import type { Message } from '../broadcast/messages.ts'
import type { EngineConnection } from './engine-connection.ts'
import type { DirectSocket } from './fast-path/direct-socket.ts'
import { ackPacketOf } from './fast-path/event-packet.ts'
import { frameOf } from './fast-path/text-frame.ts'
import type { Poller } from './poller.ts'

/** Engine.IO's type of a packet that carries one of Socket.IO's. */
const messageType = '4'

/** What a stream knows of the client below it when that one polls. */
export interface PollingStream {
  readonly poller: Poller
  takesNews(): boolean
  told(): void
}

/** How messages look in one namespace: as packets for Engine.IO, and as whole WebSocket frames. */
class Envelope {
  readonly packetKind: string
  readonly frameKind: string
  readonly #start: string

  constructor(namespace: string) {
    this.packetKind = namespace
    this.frameKind = `${namespace} whole`
    this.#start = namespace === '/' ? '2' : `2${namespace},`
  }

  /** A Socket.IO event packet, as socket.io-protocol 5 defines it; `json` is the one argument. */
  readonly packetOf = (event: string, json: string): string => `${this.#start}["${event}",${json}]`

  readonly frameOf = (event: string, json: string): string =>
    frameOf(`${messageType}${this.packetOf(event, json)}`)
}

/** By namespace, of which there are three. */
const envelopes = new Map<string, Envelope>()

function envelopeOf(namespace: string): Envelope {
  const envelope = envelopes.get(namespace) ?? new Envelope(namespace)
  envelopes.set(namespace, envelope)
  return envelope
}

/**
 * One namespace of a Socket.IO client behind the port. Messages are packets that are encoded already, so that a
 * broadcast is encoded once and not once a client: whole frames where there is a direct way, and else by
 * Engine.IO's public `write`.
 */
export class SocketIoConnection implements Connection {
  readonly id: string
  readonly #engine: EngineConnection
  readonly #direct: DirectSocket | null
  readonly #polling: PollingStream | null
  readonly #envelope: Envelope
  #isOpen = true

  constructor(socket: Socket, direct: DirectSocket | null, polling: PollingStream | null) {
    this.id = socket.id
    this.#engine = socket.conn as unknown as EngineConnection
    this.#direct = direct
    this.#polling = polling
    this.#envelope = envelopeOf(socket.nsp.name)
  }

  send(message: Message): void {
    if (!this.#isOpen) return
    if (this.#direct?.isFree) this.#direct.sendFrame(this.#frame(message))
    else this.#write(this.#packet(message))
  }

  /** May it be told of another change now? */
  takesMore(): boolean {
    return this.#polling ? this.#polling.takesNews() : this.queued() === 0
  }

  deliver(message: Message, another: Message | null): boolean {
    if (!this.#isOpen) return true
    if (this.#direct) {
      const frame = this.#frame(message)
      return this.#direct.writeAtOnce(another ? frame + this.#frame(another) : frame)
    }
    if (!this.takesMore()) return false
    this.#polling?.told()
    this.#write(this.#packet(message))
    if (another) this.#write(this.#packet(another))
    return true
  }

  /** Answers an event that came by the direct way; `json` is the reply. */
  acknowledge(id: string, json: string): void {
    if (!this.#isOpen) return
    const packet = ackPacketOf(id, json)
    if (this.#direct?.isFree) this.#direct.sendFrame(frameOf(`${messageType}${packet}`))
    else this.#write(packet)
  }

  /** What waits in Engine.IO's write buffer, and what the socket below was given and has not sent. */
  queued(): number {
    if (this.#direct?.isIdle) return this.#direct.unsentBytes
    const { writeBuffer, transport } = this.#engine
    let bytes = transport.socket?.bufferedAmount ?? this.#polling?.poller.unsentBytes ?? 0
    bytes += this.#direct?.unsentBytes ?? 0
    // Between two polls nothing can be sent, and yet the client is not behind.
    if (writeBuffer.length === 0 && (transport.writable || this.#polling)) return bytes
    for (const { data } of writeBuffer) bytes += typeof data === 'string' ? data.length : 64
    return Math.max(1, bytes)
  }

  close(_reason: string): void {
    cutOff(this.#engine)
  }

  /** The client left the namespace, or is gone: nothing more is sent, and nothing taken. */
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

  /** In Engine.IO's line, behind what was sent the direct way. */
  #write(packet: string): void {
    this.#direct?.flush()
    this.#engine.write(packet)
  }
}

/** Ends a connection at once, with all of its streams, whatever still waits to be sent. */
export function cutOff(engine: EngineConnection): void {
  engine.close(true)
  // A client that does not read does not answer a close either.
  engine.transport.socket?.terminate()
}

/** The size of what a packet carries, as far as it matters to what the packet costs. */
export const lengthOf = ({ data }: { data?: unknown }): number =>
  typeof data === 'string' || Buffer.isBuffer(data) ? data.length : 0
