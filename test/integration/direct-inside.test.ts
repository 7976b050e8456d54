import { EventEmitter, once } from 'node:events'
import { type AddressInfo, connect, createServer, Socket } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import type { EngineConnection } from '../../server/socket/engine-connection.ts'
import { DirectSocket, whyNotDirect } from '../../server/socket/fast-path/direct-socket.ts'
import { handleOf, streamsOfNode } from '../../server/socket/fast-path/tcp-handle.ts'
import { atEnd, leaveNothing } from '../support/drivers/leftovers.ts'
import { frameBy } from '../support/drivers/ws-frames.ts'

afterEach(async () => {
  vi.restoreAllMocks()
  await leaveNothing()
})

/** A connected socket, and the one at its other end, which reads until it is told to stop. */
async function connectedPair(): Promise<{ socket: Socket; other: Socket }> {
  const server = createServer()
  const accepted = once(server, 'connection') as Promise<[Socket]>
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [[other]] = await Promise.all([accepted, once(socket, 'connect')])
  atEnd(async () => {
    socket.destroy()
    other.destroy()
    server.close()
    await once(server, 'close')
  })
  other.resume().on('error', () => other.destroy())
  return { socket, other }
}

const connected = async (): Promise<Socket> => (await connectedPair()).socket

const receiver = { _state: 0, _bufferedBytes: 0, _fragmented: 0, _loop: false }

/** An Engine.IO connection over a WebSocket with this internal socket. */
const engineOver = (socket: object | undefined) =>
  Object.assign(new EventEmitter(), { transport: { writable: true, socket }, writeBuffer: [] as object[] })

const directOver = (socket: object | undefined): DirectSocket | null =>
  DirectSocket.below(engineOver(socket) as unknown as EngineConnection)

test('[G13] the fast path is used if everything that it needs exists', async () => {
  const socket = await connected()
  expect(directOver({ _socket: socket, _receiver: receiver })).toBeInstanceOf(DirectSocket)
})

test('[G13] if a library keeps anything where it is not expected, there is no fast path', async () => {
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

test('[G13] over a socket of another kind, or a closed one, there is no fast path', async () => {
  const [socket, closed] = [await connected(), await connected()]
  closed.destroy()
  /** Like a TLS socket. */
  class AnotherSocket extends Socket {}
  Object.setPrototypeOf(socket, AnotherSocket.prototype)
  for (const one of [socket, closed]) expect(directOver({ _socket: one, _receiver: receiver })).toBeNull()
})

test('[G8] no direct write overtakes a packet that Engine.IO was given earlier', async () => {
  const engine = engineOver({ _socket: await connected(), _receiver: receiver, readyState: 1 })
  const way = DirectSocket.below(engine as unknown as EngineConnection)
  expect(way?.isIdle).toBe(true)
  engine.emit('packetCreate', {})
  engine.writeBuffer.push({})
  expect([way?.isIdle, way?.isFree, way?.writeAtOnce('frame')]).toEqual([false, false, false])
  engine.writeBuffer.pop()
  expect([way?.isIdle, way?.isFree, way?.writeAtOnce('frame')]).toEqual([true, true, true])
})

/** The fast path that reads and writes an open WebSocket, and the socket at its other end. */
async function taken() {
  const { socket, other } = await connectedPair()
  // Like ws.
  socket.on('error', () => socket.destroy())
  const webSocket = { _socket: socket, _receiver: receiver, readyState: 1 }
  const engine = engineOver(webSocket)
  const way = DirectSocket.below(engine as unknown as EngineConnection)!
  way.take(() => false)
  const received: Buffer[] = []
  other.on('data', (bytes) => received.push(bytes))
  const receivedBytes = () => received.reduce((sum, { length }) => sum + length, 0)
  const text = () => Buffer.concat(received).toString('latin1')
  const until = (holds: () => boolean) => expect.poll(holds).toBe(true)
  return { way, engine, webSocket, socket, other, text, receivedBytes, until }
}

const frameBytes = 100_000

/** Writes marked frames until the kernel's buffer is full; returns how many. */
function fillUp(way: DirectSocket): number {
  for (let mark = 0; mark < 1_000; mark += 1)
    if (!way.writeAtOnce(`<${mark}>`.padEnd(frameBytes, '.'))) return mark
  throw new Error('the kernel has room for everything')
}

test('[G8] bytes that the kernel does not take count as unsent until it took them', async () => {
  const { way, socket, other, text, receivedBytes, until } = await taken()
  other.pause()
  const count = fillUp(way)
  expect(way.unsentBytes).toBe(frameBytes)
  expect([way.isIdle, socket.writableLength]).toEqual([false, 0])
  way.sendFrame('<last>')
  way.flush()
  expect(way.unsentBytes).toBe(frameBytes + 6)
  other.resume()
  await until(() => receivedBytes() === count * frameBytes + 6)
  const marks = [...text().matchAll(/<(\w+)>/g)].map(([, mark]) => mark)
  expect(marks).toEqual([...Array.from({ length: count }, (_, mark) => String(mark)), 'last'])
  await until(() => way.unsentBytes === 0 && way.isIdle)
  expect(way.writeAtOnce('<more>')).toBe(true)
  await until(() => text().endsWith('<last><more>'))
})

test('[G8] a client that closes during a write is released, whatever was in progress', async () => {
  const waiting = await taken()
  waiting.other.pause()
  fillUp(waiting.way)
  waiting.other.resetAndDestroy()
  await waiting.until(() => waiting.socket.destroyed && waiting.way.unsentBytes === 0)
  const gone = await taken()
  const closed = once(gone.socket, 'close')
  gone.socket.destroy()
  expect(gone.way.writeAtOnce('nobody hears this')).toBe(true)
  await closed
  expect(gone.way.writeAtOnce('nor this')).toBe(true)
  expect(gone.way.unsentBytes).toBe(0)
})

test('[G8] when many writes wait for the kernel, each callback runs when its own bytes have left', async () => {
  const all = await Promise.all([taken(), taken(), taken()])
  for (const { other } of all) other.pause()
  const bytes = all.map(({ way }) => fillUp(way) * frameBytes)
  for (const [index, { way, other, receivedBytes, until }] of all.entries()) {
    expect(all.map(({ way: one }) => one.unsentBytes > 0)).toEqual(all.map((_, place) => place >= index))
    other.resume()
    await until(() => way.unsentBytes === 0 && receivedBytes() === bytes[index])
  }
})

test('[G8] nothing overtakes bytes that wait in the stream', async () => {
  const { way, engine, socket, other, text, until } = await taken()
  expect(way.isIdle).toBe(true)
  socket.cork()
  socket.write('<library>')
  engine.emit('packetCreate', {})
  way.sendFrame('<direct>')
  way.flush()
  socket.uncork()
  await until(() => text().length === 17)
  expect(text()).toBe('<library><direct>')
  other.destroy()
})

test('[G13] nothing follows the frame that closes a WebSocket', async () => {
  const { way, webSocket, other, until, text } = await taken()
  expect(way.writeAtOnce('<before>')).toBe(true)
  webSocket.readyState = 2
  way.writeAtOnce('<after>')
  way.sendFrame('<after that>')
  way.flush()
  webSocket.readyState = 1
  expect(way.writeAtOnce('<end>')).toBe(true)
  await until(() => text().endsWith('<end>'))
  expect(text()).toBe('<before><end>')
  other.destroy()
})

test('[G13] a socket that is taken over 20,000 times is hooked once, whatever it receives and however it ends', async () => {
  const ends = [
    (other: Socket) => other.end(),
    (other: Socket) => other.resetAndDestroy(),
    (_: Socket, socket: Socket) => socket.destroy(),
    (_: Socket, socket: Socket) => socket.destroy(new Error('broken')),
  ]
  for (const end of ends) {
    const { way, socket, other, until } = await taken()
    const heard: string[] = []
    for (let turn = 0; turn < 20_000; turn += 1) way.take((text) => heard.push(`${turn} ${text}`) > 0)
    const left: Buffer[] = []
    socket.on('data', (bytes: Buffer) => left.push(bytes))
    other.write(Buffer.concat([frameBy('420["a"]'), frameBy('3')]))
    await until(() => left.length > 0)
    expect(heard).toEqual(['19999 420["a"]'])
    end(other, socket)
    socket.resume()
    await until(() => socket.destroyed)
  }
})

test('[G13] if Node keeps its internals where they are not expected, there is no fast path', () => {
  expect(streamsOfNode()).not.toBeNull()
  const binding = vi.spyOn(process as unknown as { binding(): unknown }, 'binding')
  const [WriteWrap, streamBaseState] = [class {}, new Int32Array(2)]
  const all = { WriteWrap, streamBaseState, kReadBytesOrError: 0, kLastWriteWasAsync: 1 }
  binding.mockReturnValueOnce(all)
  expect(streamsOfNode()).toBe(all)
  const others = Object.keys(all).map((field) => ({ ...all, [field]: undefined }))
  for (const inside of [undefined, {}, ...others, { ...all, kReadBytesOrError: 2 }]) {
    binding.mockReturnValueOnce(inside)
    expect(streamsOfNode()).toBeNull()
  }
  binding.mockImplementationOnce(() => {
    throw new Error('No such module: stream_wrap')
  })
  expect(streamsOfNode()).toBeNull()
})

test('[G13] a handle that lacks anything the fast path uses is not taken', async () => {
  for (const field of ['onread', 'useUserBuffer', 'writeLatin1String']) {
    const socket = await connected()
    expect(handleOf(socket)).not.toBeNull()
    const { _handle: handle } = socket as unknown as { _handle: object }
    Object.assign(socket, {
      _handle: { onread() {}, useUserBuffer() {}, writeLatin1String() {}, [field]: 0 },
    })
    expect(handleOf(socket)).toBeNull()
    Object.assign(socket, { _handle: handle })
  }
})

test('[metrics] the reason for running without the fast path names the unknown version', () => {
  expect(whyNotDirect()).toBeNull()
  const known = { node: '24.1.0', ws: '8.23.9', 'socket.io': '4.8.1' }
  expect(whyNotDirect(known)).toBeNull()
  expect(whyNotDirect({ ...known, node: '26.0.1', ws: '9.0.0' })).toBe(
    'node is 26.0.1, and 24.x is known; ws is 9.0.0, and 8.23.x is known',
  )
  expect(whyNotDirect(known, null)).toBe('the inside of Node is not what is known')
})
