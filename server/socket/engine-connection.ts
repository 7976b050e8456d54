import type { WebSocket } from 'ws'

/** The fields of an Engine.IO packet that this server reads. */
export interface EnginePacket {
  type?: string
  data?: unknown
}

/** What this server uses of Engine.IO's `Socket`: public methods and events, and the WebSocket below. */
export interface EngineConnection {
  on(event: 'packet' | 'packetCreate', listener: (packet: EnginePacket) => void): unknown
  on(event: 'close', listener: () => void): unknown
  write(data: string): unknown
  writeBuffer: { data?: unknown }[]
  transport: { name: string; writable: boolean; socket?: WebSocket }
  /** With `discard`, closes at once and drops what is in the write buffer. */
  close(discard?: boolean): void
}
