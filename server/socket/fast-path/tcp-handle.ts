import { Socket } from 'node:net'

/** The fields used of Node's internal object below a socket. */
export interface Handle {
  onread(this: Handle, bytes: unknown): void
  useUserBuffer(buffer: Buffer): void
  /** Returns 0 or a negative error. If the kernel does not take all at once, calls `oncomplete` later. */
  writeLatin1String(request: WriteRequest, text: string): number
}

interface WriteRequest {
  handle: Handle
  oncomplete(status: number): void
}

/** What Node's streams share with their native code. */
interface StreamBinding {
  WriteWrap: new () => WriteRequest
  streamBaseState: Int32Array
  kReadBytesOrError: number
  kLastWriteWasAsync: number
}

/** Internals of a Node socket. */
interface NodeSocket extends Socket {
  _handle: Handle | null
}

/** Notified when delayed bytes have been sent. */
export interface Writer {
  left(bytes: number): void
}

/**
 * The handle of an open socket; null if its internals are unknown, or it is a TLS socket.
 *
 * With the handle, a TCP socket is read and written without Node's stream, which costs each message as much
 * as deciding a purchase: its reads touch half a dozen objects that are in no CPU cache, or allocate a buffer
 * of 64 KB each; its writes allocate a request each, although nearly all finish before the call returns.
 *
 * This depends on Node's internals: `process.binding('stream_wrap')` with the results of reads and writes and
 * the form of a write request; the handle's `onread`, `useUserBuffer` and `writeLatin1String`; the socket's
 * field `kBuffer`, which makes its `pause` stop reading at once. So `direct-socket.ts` checks Node's version,
 * and this function the fields. The end of a socket and its errors are left to Node.
 */
export function handleOf(socket: Socket | undefined): Handle | null {
  const handle = (socket as NodeSocket | undefined)?._handle
  const isKnown =
    socket?.constructor === Socket &&
    streams !== null &&
    symbolOf(socket, 'kBuffer') !== undefined &&
    typeof handle?.useUserBuffer === 'function' &&
    typeof handle.onread === 'function' &&
    typeof handle.writeLatin1String === 'function'
  return isKnown ? handle : null
}

/** The callback of each hooked socket, which gets the number of bytes read. */
const readers = new WeakMap<Socket, { taken(length: number): void }>()

/**
 * Reads a socket into `buffer` and calls `taken` with the number of bytes after each read. A socket is hooked
 * once: a second call replaces the callback, so calls do not nest, however often a client joins.
 */
export function readInto(
  socket: Socket,
  handle: Handle,
  buffer: Buffer,
  taken: (length: number) => void,
): void {
  const known = readers.get(socket)
  if (known) {
    known.taken = taken
    return
  }
  const reader = { taken }
  readers.set(socket, reader)
  const { streamBaseState, kReadBytesOrError } = streams!
  const ended = handle.onread
  Object.assign(socket, { [symbolOf(socket, 'kBuffer')!]: buffer })
  handle.useUserBuffer(buffer)
  handle.onread = function (bytes) {
    const length = streamBaseState[kReadBytesOrError]!
    if (length > 0) reader.taken(length)
    else ended.call(this, bytes)
  }
}

/**
 * Writes a text of bytes (one UTF-16 unit each) at once; true if some of it waits for the kernel. Destroys
 * the socket on an error.
 */
export function writeText(socket: Socket, handle: Handle, text: string, writer: Writer): boolean {
  spare ??= new streams!.WriteWrap()
  if (handle.writeLatin1String(spare, text) !== 0) {
    socket.destroy()
    return false
  }
  if (streams!.streamBaseState[streams!.kLastWriteWasAsync] === 0) return false
  // The kernel owns the request until it completes; the next write takes another.
  const request = spare
  spare = null
  request.handle = handle
  request.oncomplete = (status) => {
    if (status < 0) socket.destroy()
    writer.left(text.length)
  }
  return true
}

/** The request for the next write. One that completed at once is reused. */
let spare: WriteRequest | null = null

/** What Node's streams share with their native code; null if its form is unknown. */
export function streamsOfNode(): StreamBinding | null {
  const found = bindingOfNode()
  const isKnown =
    typeof found?.WriteWrap === 'function' &&
    found.streamBaseState instanceof Int32Array &&
    typeof found.streamBaseState[found.kReadBytesOrError ?? -1] === 'number' &&
    typeof found.streamBaseState[found.kLastWriteWasAsync ?? -1] === 'number'
  return isKnown ? (found as StreamBinding) : null
}

function bindingOfNode(): Partial<StreamBinding> | null {
  const { binding } = process as unknown as { binding?(name: string): Partial<StreamBinding> }
  try {
    return binding?.call(process, 'stream_wrap') ?? null
  } catch (error) {
    // If Node's internals are locked, the libraries are used instead.
    if (error instanceof Error) return null
    throw error
  }
}

const streams = streamsOfNode()

const symbolOf = (socket: object, name: string): symbol | undefined =>
  Object.getOwnPropertySymbols(socket).find(({ description }) => description === name)
