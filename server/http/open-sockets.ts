import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** Every connection to an HTTP server, upgraded or silent, so that a stop need not wait for any of them. */
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
