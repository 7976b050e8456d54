import { Socket } from 'node:net'

/** Node's own object below a socket, as far as it is used here. */
export interface Handle {
  onread(this: Handle, bytes: unknown): void
  useUserBuffer(buffer: Buffer): void
  /** 0, or a negative error; what the kernel does not take at once waits, and `oncomplete` is called later. */
  writeLatin1String(request: WriteRequest, text: string): number
}

interface WriteRequest {
  handle: Handle
  oncomplete(status: number): void
}

/** What Node's streams share with the code below them. */
interface StreamBinding {
  WriteWrap: new () => WriteRequest
  streamBaseState: Int32Array
  kReadBytesOrError: number
  kLastWriteWasAsync: number
}

/** The inside of Node's socket. */
interface NodeSocket extends Socket {
  _handle: Handle | null
}

/** Who writes hears when what had to wait has left. */
export interface Writer {
  left(bytes: number): void
}

/**
 * The handle of a socket that is open; null where its inside is not what is known. A TLS socket has another; whoever
 * ends TLS here does without.
 *
 * By it a TCP socket is read and written without Node's stream above it, which costs each message as much as deciding
 * a purchase does: its reads go through half a dozen fields that are in no cache, or make a buffer of 64 KB each; its
 * writes make a request each, though nearly all of them are done when the call returns.
 *
 * This relies on the inside of Node, which is why `direct-socket.ts` asks for its version, and this for all that it
 * uses: `process.binding('stream_wrap')` with the results of reads and writes and the form of a write's request;
 * the handle's `onread`, `useUserBuffer` and `writeLatin1String`; the socket's field `kBuffer`, which tells its
 * `pause` that reading is to stop at once. What ends a socket (its end, its errors) stays Node's.
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

/** Calls back with the length of what was read, in bytes. */
interface Reader {
  taken(length: number): void
}

/** The reader of each socket that is hooked. */
const readers = new WeakMap<Socket, Reader>()

/**
 * Reads a socket into `buffer` and calls `taken` with the number of bytes after each read. A socket is hooked once:
 * a second call replaces the callback, so that however often a client joins, one read is one call deep.
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
  const reader: Reader = { taken }
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
 * Writes a text of bytes (one UTF-16 unit each) at once; true when some of it waits for the kernel. What breaks the
 * socket ends it.
 */
export function writeText(socket: Socket, handle: Handle, text: string, writer: Writer): boolean {
  spare ??= new streams!.WriteWrap()
  if (handle.writeLatin1String(spare, text) !== 0) {
    socket.destroy()
    return false
  }
  if (streams!.streamBaseState[streams!.kLastWriteWasAsync] === 0) return false
  // The request is the kernel's until it is done; the next write takes another.
  const request = spare
  spare = null
  request.handle = handle
  request.oncomplete = (status) => {
    if (status < 0) socket.destroy()
    writer.left(text.length)
  }
  return true
}

/** The request of the next write: one that was done at once may be used again. */
let spare: WriteRequest | null = null

/** What Node's streams share with the code below them; null where that is not what is known. */
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
    // Whoever locks Node's inside away has the libraries' way instead.
    if (error instanceof Error) return null
    throw error
  }
}

const streams = streamsOfNode()

const symbolOf = (socket: object, name: string): symbol | undefined =>
  Object.getOwnPropertySymbols(socket).find(({ description }) => description === name)
