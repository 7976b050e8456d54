import type { AddressInfo } from 'node:net'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** Hands each connection to one of several nodes, in turn, and passes over those that do not answer. */
export class Balancer {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #ports: readonly number[]
  #next = 0

  constructor(ports: readonly number[]) {
    this.#ports = ports
    this.#server = createServer({ pauseOnConnect: true }, (socket) => this.#take(socket, this.#ports.length))
  }

  async listen(port: number, host: string): Promise<number> {
    await new Promise<void>((listening, fail) => {
      this.#server.once('error', fail).listen(port, host, listening)
    })
    return (this.#server.address() as AddressInfo).port
  }

  /** New connections go to these nodes from now on. */
  use(ports: readonly number[]): void {
    this.#ports = ports
  }

  /** Ends all connections. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  async close(): Promise<void> {
    this.cut()
    await new Promise((closed) => this.#server.close(closed))
  }

  #take(client: Socket, attempts: number): void {
    if (attempts === 0 || client.destroyed) return void client.destroy()
    const port = this.#ports[this.#next++ % this.#ports.length]!
    const node = connect(port, '127.0.0.1')
    node.once('error', () => this.#take(client, attempts - 1))
    node.once('connect', () => {
      node.removeAllListeners('error')
      this.#join(client, node)
      this.#join(node, client)
      client.pipe(node)
      node.pipe(client)
    })
  }

  /** Whatever ends one end, ends the other. */
  #join(socket: Socket, other: Socket): void {
    this.#sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => other.destroy())
    socket.on('close', () => {
      this.#sockets.delete(socket)
      other.destroy()
    })
  }
}
