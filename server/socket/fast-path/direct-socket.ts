import { createRequire } from 'node:module'
import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { EngineConnection } from '../engine-connection.ts'
import { type Handle, handleOf, readInto, streamsOfNode, type Writer, writeText } from './tcp-handle.ts'
import { frameBuffer, peek, type TextFrame, textFrameAt, textOf, toggleMask } from './text-frame.ts'

/** Internals of a WebSocket of ws. */
interface OpenWebSocket extends WebSocket {
  _socket: Socket
  _receiver: { _state: number; _bufferedBytes: number; _fragmented: number; _loop: boolean }
}

/** The versions that this module was written for and is tested with; with others the fast path is off. */
const knownVersions = { node: '24.', ws: '8.23.', 'socket.io': '4.8.' }

/** The latest data read, of any connection. It is processed before the next read. */
const incoming = frameBuffer(64 * 1024)
const readBuffer = incoming.bytes

const atFrameState = 0
/** `WebSocket.OPEN`. */
const openState = 1
const packetStart = [0x34, 0x32] as const

/** Takes the text of an event packet and its size in bytes; false leaves it to Socket.IO. */
export type TakesText = (text: string, bytes: number) => boolean

/**
 * Bypasses Socket.IO's encoder and decoder for most of the traffic: events in plain JSON, their
 * acknowledgements, and broadcasts. It reads and writes complete WebSocket frames on the TCP socket below
 * Engine.IO. Everything else is passed to the libraries unchanged, so that they alone handle errors.
 *
 * It depends on internals, so it checks versions and the fields themselves:
 * - Node: see `tcp-handle.ts`; data arrives here and not as `data` events.
 * - ws: `_socket`; the receiver listens to the socket's `data` event, and its state says whether a frame is
 *   incomplete; the sender writes complete frames at once.
 * - Engine.IO: `writeBuffer` contains what is not sent yet, and is filled only together with the event
 *   `packetCreate`; what is taken from it is written at once, although the transport becomes writable only
 *   when that was sent.
 */
export class DirectSocket implements Writer {
  readonly engine: EngineConnection
  readonly #webSocket: OpenWebSocket
  readonly #socket: Socket
  readonly #handle: Handle
  /** Whether nothing was in progress at the last check, and nothing visible here has begun since. */
  #wasIdle = false
  /** Frames to send together at the end of this turn. */
  #unsent = ''
  /** Bytes written here that the kernel may not have taken yet. */
  #waitingBytes = 0
  #takes: TakesText = () => false

  /** The fast path to a client; null if the internals below are unknown. */
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

  /** Passes event packets to `takes` before Socket.IO sees them. */
  take(takes: TakesText): void {
    this.#takes = takes
    readInto(this.#socket, this.#handle, readBuffer, (length) => this.#read(length))
  }

  /**
   * Whether nothing is in progress in the libraries and in Node's socket, in either direction. Only then are
   * frames read and written here. Usually answered from `#wasIdle`, since the full check touches half a dozen
   * objects that are in no CPU cache.
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

  /** Whether a frame may be sent here now. To keep the order, Engine.IO sends first what it has. */
  get isFree(): boolean {
    return this.#wasIdle || this.engine.writeBuffer.length === 0
  }

  /** Sends a complete frame, made by `frameOf`, at the end of this turn. Only while {@link isFree}. */
  sendFrame(frame: string): void {
    const isFirst = this.#unsent === ''
    this.#unsent += frame
    if (isFirst) later(this)
  }

  /** Writes complete frames at once if nothing waits anywhere; otherwise writes nothing and returns false. */
  writeAtOnce(frames: string): boolean {
    if (this.#unsent !== '' || !this.isIdle) return false
    this.#write(frames)
    return true
  }

  /** Bytes accepted here that have not reached the socket. */
  get unsentBytes(): number {
    return this.#unsent.length + this.#waitingBytes
  }

  /** Writes the frames collected in this turn, with one write per socket. */
  flush(): void {
    const frames = this.#unsent
    this.#unsent = ''
    if (frames !== '') this.#write(frames)
  }

  #write(frames: string): void {
    // Nothing may follow a WebSocket's close frame.
    if (this.#webSocket.readyState !== openState) return
    // Keeps the order if Node's stream has unsent data.
    if (!this.#wasIdle && this.#socket.writableLength > 0) return void this.#socket.write(frames, 'latin1')
    if (!writeText(this.#socket, this.#handle, frames, this)) return
    this.#waitingBytes += frames.length
    this.#wasIdle = false
  }

  /** Bytes that had to wait have reached the kernel. */
  left(bytes: number): void {
    this.#waitingBytes -= bytes
  }

  /** The buffer contains `length` bytes of this socket. */
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
    // A copy, since the libraries keep the buffer.
    this.#socket.emit('data', Buffer.from(bytes))
  }
}

const direct = new WeakMap<EngineConnection, DirectSocket>()

/**
 * Sockets to write to at the end of this turn, once each. Written in groups small enough that their data
 * stays in the CPU cache, which saves 4 % of a purchase.
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

/** The installed versions, by the names of {@link knownVersions}. */
const installedVersions = (): Record<string, string> =>
  Object.fromEntries(
    Object.keys(knownVersions).map((name) => {
      const { version }: { version: string } =
        name === 'node' ? { version: process.versions.node } : requireHere(`${name}/package.json`)
      return [name, version]
    }),
  )

/** Why the fast path is off in this process, as a readable text; null if it is on. */
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
