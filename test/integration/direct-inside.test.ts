import { EventEmitter, once } from 'node:events'
import { type AddressInfo, connect, createServer, Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { DirectSocket, type EngineConnection } from '../../server/socket/direct-socket.ts'
import { atEnd, leaveNothing } from '../support/leftovers.ts'

afterEach(leaveNothing)

/** A socket as it is once it is connected. */
async function connected(): Promise<Socket> {
  const server = createServer((other) => other.resume().on('error', () => other.destroy()))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  atEnd(async () => {
    socket.destroy()
    server.close()
    await once(server, 'close')
  })
  await once(socket, 'connect')
  return socket
}

const receiver = { _state: 0, _bufferedBytes: 0, _fragmented: 0, _loop: false }

/** Engine.IO's connection over a WebSocket of this inside. */
const engineOver = (socket: object | undefined) =>
  Object.assign(new EventEmitter(), { transport: { writable: true, socket }, writeBuffer: [] as object[] })

const directOver = (socket: object | undefined): DirectSocket | null =>
  DirectSocket.below(engineOver(socket) as unknown as EngineConnection)

test('[G13] there is a direct way where all that it needs is there', async () => {
  const socket = await connected()
  expect(directOver({ _socket: socket, _receiver: receiver })).toBeInstanceOf(DirectSocket)
})

test('[G13] where a library keeps anything elsewhere than is known, there is none', async () => {
  const socket = await connected()
  const receivers: object[] = Object.keys(receiver).flatMap((field) => [
    { ...receiver, [field]: undefined },
    { ...receiver, [field]: 'another' },
  ])
  const others = receivers.map((one) => ({ _socket: socket, _receiver: one }))
  const none = [
    undefined,
    {},
    { _socket: socket },
    { _receiver: receiver },
    { _socket: {}, _receiver: receiver },
  ]
  expect([...others, ...none].map(directOver).filter((way) => way !== null)).toEqual([])
})

test('[G13] over a socket of another kind, or one that is closed, there is none', async () => {
  const [socket, closed] = [await connected(), await connected()]
  closed.destroy()
  /** As a TLS socket is one. */
  class AnotherSocket extends Socket {}
  Object.setPrototypeOf(socket, AnotherSocket.prototype)
  for (const one of [socket, closed]) expect(directOver({ _socket: one, _receiver: receiver })).toBeNull()
})

test('[G8] what Engine.IO has to send is not overtaken, from the moment on at which it is given it', async () => {
  const engine = engineOver({ _socket: await connected(), _receiver: receiver, readyState: 1 })
  const way = DirectSocket.below(engine as unknown as EngineConnection)
  expect(way?.isIdle).toBe(true)
  engine.emit('packetCreate', {})
  engine.writeBuffer.push({})
  expect([way?.isIdle, way?.isFree, way?.writeAtOnce('frame')]).toEqual([false, false, false])
  engine.writeBuffer.pop()
  expect([way?.isIdle, way?.isFree, way?.writeAtOnce('frame')]).toEqual([true, true, true])
})
