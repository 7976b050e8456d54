import net from 'node:net'
import { FrameReader, readBuffer } from './frame-reader.ts'
import { maskedFrame } from './masked-frame.ts'

/**
 * The cheapest Socket.IO client that there can be: one raw socket, frames that were made before, one shared read
 * buffer, and no parsing but for the frames' borders. The server is to be the limit, not this.
 */
export interface RawClient {
  /** Sends a whole frame, which must not be changed until it is with the kernel. */
  write(frame: Buffer): void
  /** Is all that was written with the kernel? */
  readonly isFlushed: boolean
  close(): void
}

export interface RawHandlers {
  /** A Socket.IO packet's bytes from `start` to `end`, once the namespace is joined; Engine.IO's `4` is left in. */
  onPacket(buffer: Buffer, start: number, end: number): void
  onClose(): void
}

/** The server, the session, and the local address from which to connect. */
export interface RawTarget {
  port: number
  auth: object
  localAddress?: string
}

const ping = 0x32
const open = 0x30
const message = 0x34
const error = 0x34
const pong = maskedFrame('3')

/** Connects and joins `/`; resolves once joined, rejects when the server refuses or closes before. */
export function connectRaw(target: RawTarget, handlers: RawHandlers): Promise<RawClient> {
  return new Promise((resolve, reject) => {
    let joined = false
    const join = maskedFrame(`40${JSON.stringify(target.auth)}`)
    const frames = new FrameReader(onFrame)
    const socket = net.connect({
      port: target.port,
      host: '127.0.0.1',
      ...(target.localAddress ? { localAddress: target.localAddress } : {}),
      noDelay: true,
      onread: {
        buffer: readBuffer,
        callback: (length) => {
          frames.read(length)
          return true
        },
      },
    })
    const client: RawClient = {
      write: (frame) => void socket.write(frame),
      get isFlushed() {
        return socket.writableLength === 0
      },
      close: () => socket.destroy(),
    }
    function onFrame(buffer: Buffer, start: number, end: number): void {
      if (buffer[start] === ping) socket.write(pong)
      else if (buffer[start] === open) socket.write(join)
      else if (buffer[start] !== message) return
      else if (joined) handlers.onPacket(buffer, start, end)
      else if (buffer[start + 1] === error) socket.destroy()
      else {
        joined = true
        resolve(client)
      }
    }
    socket.on('error', reject)
    socket.on('close', () => (joined ? handlers.onClose() : reject(new Error('closed before it was joined'))))
    socket.on('connect', () => socket.write(upgradeTo('/socket.io/?EIO=4&transport=websocket')))
  })
}

/** A WebSocket's request, the cheapest one that is valid. */
const upgradeTo = (path: string): string =>
  [
    `GET ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version: 13',
    '\r\n',
  ].join('\r\n')

/** From many addresses, as many clients are: one address may open only so many connections at once. */
export const sourceAddress = (index: number): string => `127.0.0.${2 + (index & 3)}`

/** Makes `count` of something, at most `width` under way at a time. */
export async function openMany<Made>(
  count: number,
  make: (index: number) => Promise<Made>,
  width = 200,
): Promise<Made[]> {
  const made = new Array<Made>(count)
  let next = 0
  const work = async (): Promise<void> => {
    while (next < count) {
      const index = next
      next += 1
      made[index] = await make(index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, count) }, work))
  return made
}
