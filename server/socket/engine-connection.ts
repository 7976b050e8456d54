import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws'

/** The fields of an Engine.IO packet that this server reads. */
export interface EnginePacket {
  type?: string
  data?: unknown
}

/** What this server uses of Engine.IO's `Socket`: public methods and events, and the WebSocket below. */
export interface EngineConnection {
  readonly id: string
  on(event: 'packet' | 'packetCreate', listener: (packet: EnginePacket) => void): unknown
  on(event: 'close', listener: () => void): unknown
  write(data: string): unknown
  writeBuffer: { data?: unknown }[]
  transport: { name: string; writable: boolean; socket?: WebSocket }
  /** With `discard`, closes at once and drops what is in the write buffer. */
  close(discard?: boolean): void
}

/** Checks for things that Engine.IO and ws accept and this server does not. */

/** Whether a packet asks to join a namespace, existing or not. */
export const isJoin = ({ type, data }: EnginePacket): boolean =>
  type === 'message' && typeof data === 'string' && data.startsWith('0')

/**
 * Whether a packet announces more than one binary attachment. No event has any, and Socket.IO buffers them
 * until the last one arrives.
 */
export const hasAttachments = ({ data }: EnginePacket): boolean =>
  typeof data === 'string' && /^[56](?![01]-)/.test(data)

/** A `WebSocketServer` with limits that Engine.IO does not pass on. */
export const boundedWebSockets = (bounds: { fragmentsMax: number; bufferedChunksMax: number }) =>
  class extends WebSocketServer {
    constructor(options: ServerOptions) {
      const bounded = {
        ...options,
        maxFragments: bounds.fragmentsMax,
        maxBufferedChunks: bounds.bufferedChunksMax,
      }
      super(bounded)
    }
  }
