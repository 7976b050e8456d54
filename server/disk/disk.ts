import { dirname } from 'node:path'

/**
 * The port to files and folders. Durability is always requested explicitly (`sync`, `syncFolder`), so that a simulated
 * disk can lose everything else. Failures reject with an error whose `code` is the system's (`ENOSPC`, `EIO`, `ENOENT` …).
 */
export interface Disk {
  /** Opens one file; a file that it makes has mode 0600. See {@link OpenMode}. */
  open(path: string, mode: OpenMode): Promise<DiskFile>
  /** The names (not paths) of what is in the folder, in no order. */
  list(folder: string): Promise<string[]>
  /** Replaces `to` by `from` atomically. Durable once the folder was synced. */
  rename(from: string, to: string): Promise<void>
  /** Removes a file. Durable once the folder was synced. */
  remove(path: string): Promise<void>
  /** Makes the folder and missing parents with mode 0700; durable on return. */
  makeFolder(path: string): Promise<void>
  /** Makes the folder's list of names durable. */
  syncFolder(path: string): Promise<void>
}

/**
 * - `read`: must exist, is not written.
 * - `plain`: the same, and must be a file itself: a link, a pipe or a device is refused with an {@link Explained}.
 * - `edit`: must exist, is read and written in place.
 * - `create`: must not exist, is read and written.
 * - `replace`: made, or truncated where it exists, and written.
 */
export type OpenMode = 'read' | 'plain' | 'edit' | 'create' | 'replace'

/** One open file. Positions and sizes are bytes. */
export interface DiskFile {
  /** Reads into `buffer` from `position` on; returns the bytes read, 0 at the file's end. */
  read(buffer: Uint8Array, position: number): Promise<number>
  /** Writes at `position`; may write fewer bytes than given, and returns how many. Does not keep `bytes`. */
  write(bytes: Uint8Array, position: number): Promise<number>
  /** Returns when content and size are durable (fdatasync). After it failed, what the disk holds is unknown. */
  sync(): Promise<void>
  truncate(sizeBytes: number): Promise<void>
  size(): Promise<number>
  close(): Promise<void>
}

/**
 * Replaces a file so that a crash at any moment leaves the old one or the new one, never a mixture: writes a temporary
 * file beside it, syncs it, renames it, and syncs the folder. One call per path at a time.
 */
export async function writeFileDurably(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}${temporarySuffix}`
  try {
    await writeAndSync(disk, temporary, bytes)
    await disk.rename(temporary, path)
  } catch (error) {
    // The first error is the one to report, and the next start removes the temporary file.
    await disk.remove(temporary).catch(() => undefined)
    throw error
  }
  await disk.syncFolder(dirname(path))
}

/** The name's suffix of a file that {@link writeFileDurably} has not finished. */
export const temporarySuffix = '.tmp'

/** A large file is synced piece by piece: other syncs on this disk would otherwise wait for all of it. */
const syncedPieceBytes = 2 * 1024 * 1024

function writeAndSync(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  return withFile(disk, path, 'replace', async (file) => {
    for (let start = 0; start < bytes.length; start += syncedPieceBytes) {
      await writeAll(file, bytes.subarray(start, start + syncedPieceBytes), start)
      await file.sync()
    }
    if (bytes.length === 0) await file.sync()
  })
}

/** The kernel copies at most this much at once: others wait for the core meanwhile. */
const copiedPieceBytes = 256 * 1024

/** Writes all of `bytes` at `position`, also after short writes. */
export async function writeAll(file: DiskFile, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0
  while (written < bytes.length) {
    const piece = bytes.subarray(written, written + copiedPieceBytes)
    const count = await file.write(piece, position + written)
    if (count === 0) throw new Error(`the disk accepted only ${written} of ${bytes.length} bytes`)
    written += count
  }
}

/** Fills `buffer` from `position` on; returns the bytes read, fewer than asked for only at the file's end. */
export async function readFully(file: DiskFile, buffer: Uint8Array, position: number): Promise<number> {
  let filled = 0
  while (filled < buffer.length) {
    const count = await file.read(buffer.subarray(filled, filled + copiedPieceBytes), position + filled)
    if (count === 0) break
    filled += count
  }
  return filled
}

/** The whole file, or null where there is none; in a buffer of that size which `allocate` makes. */
export function readFileIfThere(
  disk: Disk,
  path: string,
  allocate: (sizeBytes: number) => Buffer = Buffer.allocUnsafe,
): Promise<Buffer | null> {
  const reading = withFile(disk, path, 'read', async (file) => {
    const buffer = allocate(await file.size())
    return buffer.subarray(0, await readFully(file, buffer, 0))
  })
  return nullIfMissing(reading)
}

/** What a call resolves to, or null where it failed because a file or folder is missing. */
export async function nullIfMissing<Result>(call: Promise<Result>): Promise<Result | null> {
  try {
    return await call
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}

/** Opens a file for the time that `use` takes. */
export async function withFile<T>(
  disk: Disk,
  path: string,
  mode: OpenMode,
  use: (file: DiskFile) => Promise<T>,
): Promise<T> {
  const file = await disk.open(path, mode)
  try {
    return await use(file)
  } finally {
    await file.close()
  }
}

/** Whether a write, or making a file, failed for lack of space, which may pass. */
export const isOutOfSpace = (error: unknown): boolean => hasCode(error, 'ENOSPC', 'EFBIG', 'EDQUOT')

/** Whether too many files are open, in this process or on the machine. */
export const isOutOfFiles = (error: unknown): boolean => hasCode(error, 'EMFILE', 'ENFILE')

/** Whether a call failed for lack of space or open files, which may pass. */
export const isShortage = (error: unknown): boolean => isOutOfSpace(error) || isOutOfFiles(error)

/** The system's code of an error, `ENOENT` say. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

export const hasCode = (error: unknown, ...codes: string[]): boolean => codes.includes(errorCode(error) ?? '')
