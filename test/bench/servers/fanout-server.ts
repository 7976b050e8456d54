import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { Server } from 'socket.io'
import { WebSocketServer } from 'ws'

/**
 * The limits beside which broadcasts stand: for each line on standard input, one message of `bytes` to all
 * clients. `ws` writes one frame that was made before to every socket, `io` is `io.emit`. Both speak as much of
 * Socket.IO as it takes for the same client to be let in.
 */
const [kind, bytes] = process.argv.slice(2) as ['ws' | 'io', string]
const http = createServer()
const send = kind === 'ws' ? preFramed(Number(bytes)) : emitted(Number(bytes))
createInterface({ input: process.stdin }).on('line', send)
http.listen(0, '127.0.0.1', 4_096, () => {
  console.log(`http://127.0.0.1:${(http.address() as AddressInfo).port}`)
})
process.on('SIGTERM', () => process.exit(0))

function preFramed(length: number): () => void {
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
  const text = `42["market:changed","${'x'.repeat(Math.max(0, length - '42["market:changed",""]'.length))}"]`
  const frame = frameOf(Buffer.from(text))
  return () => {
    for (const socket of sockets) socket.write(frame)
  }
}

/** As a server frames a text that has less than 64 KB. */
function frameOf(payload: Buffer): Buffer {
  const head = Buffer.from([0x81, Math.min(payload.length, 126), 0, 0])
  head.writeUInt16BE(payload.length, 2)
  return Buffer.concat([payload.length < 126 ? head.subarray(0, 2) : head, payload])
}

function emitted(length: number): () => void {
  const io = new Server(http, {
    transports: ['websocket'],
    perMessageDeflate: false,
    httpCompression: false,
    serveClient: false,
  })
  const change = Array.from({ length: Math.max(1, Math.round((length - 24) / 13)) }, (_, index) => [
    1_000 + index,
    100_000 + index,
  ])
  return () => io.emit('market:changed', change)
}
