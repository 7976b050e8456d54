import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'

/** The limit with which purchases are compared: a bare Socket.IO server that acknowledges with what it got. */
const http = createServer()
const io = new Server(http, {
  transports: ['websocket'],
  perMessageDeflate: false,
  httpCompression: false,
  serveClient: false,
})
io.on('connection', (socket) => socket.on('buy', (payload, acknowledge) => acknowledge(payload)))
http.listen(0, '127.0.0.1', 4_096, () => {
  console.log(`http://127.0.0.1:${(http.address() as AddressInfo).port}`)
})
process.on('SIGTERM', () => process.exit(0))
