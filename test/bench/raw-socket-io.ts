import net from 'node:net'

/**
 * The cheapest Socket.IO client that there can be: one raw socket, frames that are masked with a zero key, one
 * shared read buffer, and no parsing but for the frames' borders. The server is to be the limit, not this.
 */
export interface RawClient {
  /** Sends a frame made by {@link frame}. */
  write(bytes: Buffer): void
  close(): void
}

export interface RawHandlers {
  /** A Socket.IO packet's bytes from `start` to `end`, once the namespace is joined; Engine.IO's `4` is left in. */
  onPacket(buffer: Buffer, start: number, end: number): void
  onClose(): void
}

const shared = Buffer.allocUnsafe(256 * 1024)
const ping = 0x32
const open = 0x30
const message = 0x34

/** One text frame as a client sends it; the mask key is zero, so the payload travels as it is. */
export function frame(text: string): Buffer {
  const payload = Buffer.from(text)
  const isLong = payload.length > 125
  const head = Buffer.alloc(isLong ? 8 : 6)
  head[0] = 0x81
  head[1] = 0x80 | (isLong ? 126 : payload.length)
  if (isLong) head.writeUInt16BE(payload.length, 2)
  return Buffer.concat([head, payload])
}

const pong = frame('3')

/** Connects and joins `/` with this `auth`; resolves once joined, rejects when the server closes before. */
export function connectRaw(port: number, auth: object, handlers: RawHandlers): Promise<RawClient> {
  return new Promise((resolve, reject) => {
    let joined = false
    const join = frame(`40${JSON.stringify(auth)}`)
    const socket = net.connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: { buffer: shared, callback: read },
    })
    const client: RawClient = { write: (bytes) => void socket.write(bytes), close: () => socket.destroy() }
    const onFrame = (buffer: Buffer, start: number, end: number): void => {
      if (buffer[start] === ping) socket.write(pong)
      else if (buffer[start] === open) socket.write(join)
      else if (buffer[start] !== message) return
      else if (joined) handlers.onPacket(buffer, start, end)
      else {
        joined = true
        resolve(client)
      }
    }
    const frames = new FrameReader(onFrame)
    function read(length: number): boolean {
      frames.read(length)
      return true
    }
    socket.on('error', reject)
    socket.on('close', () => (joined ? handlers.onClose() : reject(new Error('closed before it was joined'))))
    socket.on('connect', () => socket.write(upgrade))
  })
}

const upgrade = [
  'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
  'Host: 127.0.0.1',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version: 13',
  '\r\n',
].join('\r\n')

/** Cuts what was read into frames; keeps a frame's beginning until its end has come. */
class FrameReader {
  readonly #onFrame: (buffer: Buffer, start: number, end: number) => void
  #rest: Buffer | null = null
  #upgraded = false

  constructor(onFrame: (buffer: Buffer, start: number, end: number) => void) {
    this.#onFrame = onFrame
  }

  /** `length` bytes are in the shared buffer. */
  read(length: number): void {
    let buffer = shared
    let end = length
    if (this.#rest) {
      buffer = Buffer.concat([this.#rest, shared.subarray(0, length)])
      end = buffer.length
      this.#rest = null
    }
    let offset = this.#upgraded ? 0 : this.#skipHead(buffer, end)
    if (this.#upgraded) offset = this.#frames(buffer, offset, end)
    if (offset < end) this.#rest = Buffer.from(buffer.subarray(offset, end))
  }

  #skipHead(buffer: Buffer, end: number): number {
    const at = buffer.subarray(0, end).indexOf('\r\n\r\n')
    if (at < 0) return 0
    this.#upgraded = true
    return at + 4
  }

  #frames(buffer: Buffer, from: number, end: number): number {
    let offset = from
    while (end - offset >= 2) {
      let length = buffer[offset + 1]! & 127
      let head = 2
      if (length === 126) {
        if (end - offset < 4) break
        length = buffer.readUInt16BE(offset + 2)
        head = 4
      } else if (length === 127) {
        if (end - offset < 10) break
        length = buffer.readUInt32BE(offset + 6)
        head = 10
      }
      if (end - offset < head + length) break
      this.#onFrame(buffer, offset + head, offset + head + length)
      offset += head + length
    }
    return offset
  }
}
