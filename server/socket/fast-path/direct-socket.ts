import { createRequire } from 'node:module'
import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { EngineConnection } from '../engine-connection.ts'
import { type Handle, handleOf, readInto, streamsOfNode, type Writer, writeText } from './tcp-handle.ts'
import { frameBuffer, peek, type TextFrame, textFrameAt, textOf, toggleMask } from './text-frame.ts'

/** The inside of a WebSocket of ws. */
interface OpenWebSocket extends WebSocket {
  _socket: Socket
  _receiver: { _state: number; _bufferedBytes: number; _fragmented: number; _loop: boolean }
}

/** What this module was written against and is tested with; with anything else there is no direct way. */
const knownVersions = { node: '24.', ws: '8.23.', 'socket.io': '4.8.' }

/** Whatever was read last, of whichever connection: it is looked at before anything else is read. */
const incoming = frameBuffer(64 * 1024)
const readBuffer = incoming.bytes

const atFrameState = 0
/** `WebSocket.OPEN`. */
const openState = 1
const packetStart = [0x34, 0x32] as const

/** Takes the text of an event packet, which came as so many bytes; false leaves it to Socket.IO. */
export type TakesText = (text: string, bytes: number) => boolean

/**
 * The way around Socket.IO's generic encoder and decoder for what there is most of: events that are plain JSON,
 * their acknowledgements, and broadcasts. It reads and writes whole WebSocket frames on the TCP socket below
 * Engine.IO; everything that it does not know at first sight goes the way of the libraries, byte for byte as it
 * came, so that they alone speak of what is wrong.
 *
 * It relies on the inside of others, which is why it asks for their versions, and for the fields themselves:
 * - Node: what `tcp-handle.ts` tells; what comes then comes to us and not as `data` events.
 * - ws: `_socket`; that its receiver listens to the socket's `data`, and its state, which tells whether a
 *   frame is under way; that its sender hands over whole frames at once.
 * - Engine.IO: `writeBuffer`, which tells whether anything waits to be sent, and that nothing gets there without its
 *   event `packetCreate`; what it takes out of it, it hands over at once, though it calls the transport writable only
 *   when that has left.
 */
export class DirectSocket implements Writer {
  readonly engine: EngineConnection
  readonly #webSocket: OpenWebSocket
  readonly #socket: Socket
  readonly #handle: Handle
  /** Was nothing under way when that was looked at last, and has nothing begun since that could be seen here? */
  #wasIdle = false
  /** Frames that leave together once what runs now has ended. */
  #unsent = ''
  /** Of what was written here, bytes that the kernel may not have taken yet. */
  #waitingBytes = 0
  #takes: TakesText = () => false

  /** The direct way to a client; null where what is below is not what is known. */
  static below(engine: EngineConnection): DirectSocket | null {
    const known = direct.get(engine)
    if (known) return known
    const webSocket = engine.transport.socket as OpenWebSocket | undefined
    if (!webSocket || !isKnownHere || !hasKnownReceiver(webSocket)) return null
    const handle = handleOf(webSocket._socket)
    if (!handle) return null
    const made = new DirectSocket(engine, webSocket, handle)
    direct.set(engine, made)
    return made
  }

  private constructor(engine: EngineConnection, webSocket: OpenWebSocket, handle: Handle) {
    this.engine = engine
    this.#webSocket = webSocket
    this.#socket = webSocket._socket
    this.#handle = handle
    engine.on('packetCreate', () => {
      this.#wasIdle = false
    })
  }

  /** Hands event packets to `takes` before Socket.IO sees them. */
  take(takes: TakesText): void {
    this.#takes = takes
    readInto(this.#socket, this.#handle, readBuffer, (length) => this.#read(length))
  }

  /**
   * Is nothing under way in the libraries and in Node's socket, neither coming nor going? Only then are frames read
   * here, and written at once. Most of the time it is answered without asking around, since what would be
   * asked is spread over half a dozen objects which are in no cache.
   */
  get isIdle(): boolean {
    return this.#wasIdle || this.#look()
  }

  #look(): boolean {
    const { _receiver: receiver, readyState } = this.#webSocket
    this.#wasIdle =
      readyState === openState &&
      this.engine.writeBuffer.length === 0 &&
      this.#socket.writableLength === 0 &&
      this.#waitingBytes === 0 &&
      receiver._state === atFrameState &&
      receiver._bufferedBytes === 0 &&
      receiver._fragmented === 0 &&
      !receiver._loop
    return this.#wasIdle
  }

  /** May a frame be sent here now? Not while Engine.IO has something to send first: nothing overtakes. */
  get isFree(): boolean {
    return this.#wasIdle || this.engine.writeBuffer.length === 0
  }

  /** Sends a whole frame, made by `frameOf`, once what runs now has ended; only while it {@link isFree}. */
  sendFrame(frame: string): void {
    const isFirst = this.#unsent === ''
    this.#unsent += frame
    if (isFirst) later(this)
  }

  /** Writes whole frames at once, where nothing of before waits anywhere; else false, and nothing is written. */
  writeAtOnce(frames: string): boolean {
    if (this.#unsent !== '' || !this.isIdle) return false
    this.#write(frames)
    return true
  }

  /** Bytes that were given to this and have not reached the socket. */
  get unsentBytes(): number {
    return this.#unsent.length + this.#waitingBytes
  }

  /** Writes what waits for the end of this turn: each socket is written to once. */
  flush(): void {
    const frames = this.#unsent
    this.#unsent = ''
    if (frames !== '') this.#write(frames)
  }

  #write(frames: string): void {
    // Nothing follows the frame that closes a WebSocket.
    if (this.#webSocket.readyState !== openState) return
    // Nor does anything overtake what waits in Node's stream.
    if (!this.#wasIdle && this.#socket.writableLength > 0) return void this.#socket.write(frames, 'latin1')
    if (!writeText(this.#socket, this.#handle, frames, this)) return
    this.#waitingBytes += frames.length
    this.#wasIdle = false
  }

  /** Bytes that waited have reached the kernel. */
  left(bytes: number): void {
    this.#waitingBytes -= bytes
  }

  /** `length` bytes of this socket's are in the buffer. */
  #read(length: number): void {
    let at = 0
    while (at < length && this.isIdle) {
      const frame = textFrameAt(readBuffer, at, length)
      if (!frame || !this.#takeFrame(frame)) break
      at = frame.end
    }
    if (at < length) this.#leaveToLibraries(readBuffer.subarray(at, length))
  }

  #takeFrame(frame: TextFrame): boolean {
    if (packetStart.some((byte, index) => peek(readBuffer, frame, index) !== byte)) return false
    const isAscii = toggleMask(incoming, frame)
    const text = textOf(readBuffer, frame, isAscii)
    if (text !== null && this.#takes(text, frame.end - frame.payload)) return true
    toggleMask(incoming, frame)
    return false
  }

  #leaveToLibraries(bytes: Buffer): void {
    this.#wasIdle = false
    // A copy, since they keep what they are given.
    this.#socket.emit('data', Buffer.from(bytes))
  }
}

const direct = new WeakMap<EngineConnection, DirectSocket>()

/**
 * Sockets that have something to send when what runs now has ended: each is written to once. Of many, as many at a
 * time as leave what is sent to them in the core's cache, which is 4 % of a purchase.
 */
let waiting: DirectSocket[] = []
const waitingMax = 32

function later(socket: DirectSocket): void {
  if (waiting.length === 0) process.nextTick(flushAll)
  if (waiting.push(socket) >= waitingMax) flushAll()
}

function flushAll(): void {
  const sockets = waiting
  waiting = []
  for (const socket of sockets) socket.flush()
}

const requireHere = createRequire(import.meta.url)

/** The versions of what is here, by the names of {@link knownVersions}. */
const installedVersions = (): Record<string, string> =>
  Object.fromEntries(
    Object.keys(knownVersions).map((name) => {
      const { version }: { version: string } =
        name === 'node' ? { version: process.versions.node } : requireHere(`${name}/package.json`)
      return [name, version]
    }),
  )

/** Why no connection of this process has a direct way, as a person reads it; null where connections have one. */
export function whyNotDirect(installed = installedVersions(), streams = streamsOfNode()): string | null {
  const unknown = Object.entries(knownVersions)
    .filter(([name, prefix]) => !installed[name]?.startsWith(prefix))
    .map(([name, prefix]) => `${name} is ${installed[name]}, and ${prefix}x is known`)
  if (unknown.length > 0) return unknown.join('; ')
  return streams === null ? 'the inside of Node is not what is known' : null
}

const isKnownHere = whyNotDirect() === null

const hasKnownReceiver = ({ _receiver: receiver }: Partial<OpenWebSocket>): boolean =>
  typeof receiver?._state === 'number' &&
  typeof receiver._bufferedBytes === 'number' &&
  typeof receiver._fragmented === 'number' &&
  typeof receiver._loop === 'boolean'
