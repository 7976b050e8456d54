import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { io, type Socket } from 'socket.io-client'
import { WebSocketServer } from 'ws'

/** A request as the tests of this bench send it. */
export interface Request {
  event: string
  payload: object
}

/** The text that socket.io-client sends for the first request with an acknowledgement. */
export async function sentByRealClient({ event, payload }: Request): Promise<string> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  const sent = new Promise<string>((resolve) => {
    server.on('connection', (socket) => {
      socket.send('0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":100000}')
      socket.on('message', (data) => {
        const text = data.toString()
        if (text.startsWith('40')) socket.send('40{"sid":"b"}')
        else resolve(text)
      })
    })
  })
  const client = io(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
    transports: ['websocket'],
  })
  client.on('connect', () => client.emit(event, payload, () => undefined))
  const text = await sent
  client.close()
  server.close()
  return text
}

/** A real client's session, which waits for what it asks. */
export class RealClient {
  readonly socket: Socket

  constructor(port: number, namespace: '' | '/seller', auth: object) {
    this.socket = io(`http://127.0.0.1:${port}${namespace}`, {
      transports: ['websocket'],
      forceNew: true,
      auth: { watch: false, ...auth },
    })
  }

  /** Buys one piece, and resolves with the order's id. Throws when that is refused. */
  async buy(productId: number, unitPrice: number): Promise<string> {
    const id = randomUUID()
    const lines = [{ productId, quantity: 1, unitPrice }]
    await this.ask('purchase:create', { id, lines })
    return id
  }

  /** Asks until the market is not busy. Throws at any other refusal. */
  async ask(event: string, payload: object): Promise<{ seq: number }> {
    for (;;) {
      const reply = await this.socket.timeout(30_000).emitWithAck(event, payload)
      if (reply.ok) return reply
      const retryAfterMs: number | undefined = reply.error.retryAfterMs
      if (retryAfterMs === undefined) throw new Error(`${event} was refused: ${JSON.stringify(reply.error)}`)
      await new Promise((done) => setTimeout(done, retryAfterMs))
    }
  }

  close(): void {
    this.socket.close()
  }
}
