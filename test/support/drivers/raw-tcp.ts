import { connect, type Socket } from 'node:net'
import { atEnd } from './leftovers.ts'
import { Waiting } from './until.ts'

/** A TCP connection that sends any bytes that the test wants. */
export class RawTcp {
  readonly #socket: Socket
  #received = Buffer.alloc(0)
  isClosed = false
  readonly #waiting = new Waiting(() => `received ${JSON.stringify(this.text.slice(-300))}`)

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk])
      this.#waiting.look()
    })
    // A reset is one way in which the other side may end it.
    socket.on('error', () => this.#waiting.look())
    socket.on('close', () => {
      this.isClosed = true
      this.#waiting.look()
    })
    atEnd(() => void socket.destroy())
  }

  static async open({ port }: { port: number }): Promise<RawTcp> {
    // Each write leaves at once, and is not kept until the one before it was acknowledged.
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    const raw = new RawTcp(socket)
    await new Promise((connected) => socket.once('connect', connected))
    return raw
  }

  /** The same, upgraded to a WebSocket by hand. */
  static async upgrade(market: { port: number }, path: string): Promise<RawTcp> {
    const raw = await RawTcp.open(market)
    raw.write(upgradeRequest(path))
    await raw.until(() => raw.text.includes('\r\n\r\n') || raw.isClosed, 'an answer to the upgrade')
    return raw
  }

  get text(): string {
    return this.#received.toString('latin1')
  }

  write(bytes: string | Buffer): void {
    if (!this.#socket.destroyed) this.#socket.write(bytes)
  }

  /** Takes nothing more off the network, as a client that hangs. */
  pause(): void {
    this.#socket.pause()
  }

  /** Breaks the connection off, as a cable does that is pulled and plugged into another machine. */
  reset(): void {
    this.#socket.resetAndDestroy()
  }

  end(): void {
    this.#socket.end()
  }

  until(holds: () => boolean, what?: string): Promise<void> {
    return this.#waiting.until(holds, what)
  }

  closed(): Promise<void> {
    return this.until(() => this.isClosed, 'closed by the server')
  }
}

export const upgradeRequest = (path: string): string =>
  [
    `GET ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    '\r\n',
  ].join('\r\n')

const mask = Buffer.from([1, 2, 3, 4])

/** A client's text frame (RFC 6455), up to 64 KB. */
export function textFrame(text: string): Buffer {
  const payload = Buffer.from(text)
  const extended = payload.length > 125
  const head = Buffer.alloc(extended ? 8 : 6)
  head[0] = 0x81
  head[1] = 0x80 | (extended ? 126 : payload.length)
  if (extended) head.writeUInt16BE(payload.length, 2)
  mask.copy(head, head.length - 4)
  return Buffer.concat([head, payload.map((byte, index) => byte ^ mask[index % 4]!)])
}
