import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** All connections to an HTTP server, upgraded and idle ones too, so that a stop can close them. */
export class OpenSockets {
  readonly #sockets = new Set<Socket>()

  constructor(server: Server) {
    server.on('connection', (socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    })
  }

  destroy(): void {
    for (const socket of this.#sockets) socket.destroy()
  }
}
