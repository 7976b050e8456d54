import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { Server } from 'socket.io'
import { WebSocketServer } from 'ws'

/**
 * The limits with which broadcasts are compared: for each line on standard input, one message of as many bytes as it says
 * to all clients. `ws` writes one frame that was made before to every socket, `io` is `io.emit`. Both speak as much
 * of Socket.IO as it takes for the same client to be let in.
 */
const [kind] = process.argv.slice(2) as ['ws' | 'io']
const http = createServer()
const send = kind === 'ws' ? preFramed() : emitted()
createInterface({ input: process.stdin }).on('line', (bytes) => send(Number(bytes)))
http.listen(0, '127.0.0.1', 4_096, () => {
  console.log(`http://127.0.0.1:${(http.address() as AddressInfo).port}`)
})
process.on('SIGTERM', () => process.exit(0))

function preFramed(): (bytes: number) => void {
  const server = new WebSocketServer({ server: http, perMessageDeflate: false })
  const sockets = new Set<Socket>()
  server.on('connection', (client, { socket }) => {
    socket.setNoDelay(true)
    client.on('error', () => client.terminate())
    client.on('close', () => sockets.delete(socket))
    client.on('message', () => {
      client.send('40{"sid":"a"}')
      sockets.add(socket)
    })
    client.send('0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":100000}')
  })
  let frame = frameOf(Buffer.alloc(0))
  let bytesBefore = 0
  return (bytes) => {
    if (bytes !== bytesBefore) frame = frameOf(Buffer.from(textOf(bytes)))
    bytesBefore = bytes
    for (const socket of sockets) socket.write(frame)
  }
}

const textOf = (bytes: number): string =>
  `42["market:changed","${'x'.repeat(Math.max(0, bytes - '42["market:changed",""]'.length))}"]`

/** As a server frames a text that has less than 64 KB. */
function frameOf(payload: Buffer): Buffer {
  const head = Buffer.from([0x81, Math.min(payload.length, 126), 0, 0])
  head.writeUInt16BE(payload.length, 2)
  return Buffer.concat([payload.length < 126 ? head.subarray(0, 2) : head, payload])
}

function emitted(): (bytes: number) => void {
  const io = new Server(http, {
    transports: ['websocket'],
    perMessageDeflate: false,
    httpCompression: false,
    serveClient: false,
  })
  return (bytes) => {
    const change = Array.from({ length: Math.max(1, Math.round((bytes - 24) / 13)) }, (_, index) => [
      1_000 + index,
      100_000 + index,
    ])
    io.emit('market:changed', change)
  }
}
