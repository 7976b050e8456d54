import { type ServerOptions, WebSocketServer } from 'ws'
import type { EnginePacket } from './engine-connection.ts'

/** What Engine.IO and ws let through and this server does not. */

/** Does a packet ask to join a namespace, whether or not there is one of that name? */
export const isJoin = ({ type, data }: EnginePacket): boolean =>
  type === 'message' && typeof data === 'string' && data.startsWith('0')

/**
 * Does a packet announce more than one binary attachment? No event has any, and Socket.IO keeps those that came until
 * the last one is there.
 */
export const hasAttachments = ({ data }: EnginePacket): boolean =>
  typeof data === 'string' && /^[56](?![01]-)/.test(data)

/** The library's WebSocket server with bounds that Engine.IO does not pass on. */
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
