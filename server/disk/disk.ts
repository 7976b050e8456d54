import { dirname } from 'node:path'

/**
 * Files and folders, as far as the journal and the snapshots need them. Whatever must survive a power loss
 * is asked for by name here (`sync`, `syncFolder`), so that a simulated disk can lose all the rest.
 * Failures reject with an error whose `code` is the system's (`ENOSPC`, `EIO`, `ENOENT` …).
 */
export interface Disk {
  /** Opens one file; a file that it makes has mode 0600. See {@link OpenMode}. */
  open(path: string, mode: OpenMode): Promise<DiskFile>
  /** The names (not paths) of what is in the folder, in no order. */
  list(folder: string): Promise<string[]>
  /** Puts `from` in the place of `to`, in one step. Durable once the folder was synced. */
  rename(from: string, to: string): Promise<void>
  /** Removes a file. Durable once the folder was synced. */
  remove(path: string): Promise<void>
  /** Makes the folder with mode 0700 where it is missing, with those above it; durable on return. */
  makeFolder(path: string): Promise<void>
  /** Makes durable which files the folder has, and under which names. */
  syncFolder(path: string): Promise<void>
}

/**
 * - `read`: must exist, is not written.
 * - `plain`: the same, and must be a file itself: a link, a pipe or a device is refused with an {@link Explained}.
 * - `edit`: must exist, is read and written in place.
 * - `create`: must not exist, is read and written.
 * - `replace`: made, or emptied where it exists, and written.
 */
export type OpenMode = 'read' | 'plain' | 'edit' | 'create' | 'replace'

/** One open file. Positions and sizes are bytes. */
export interface DiskFile {
  /** Fills `buffer` from `position` on, as far as it goes; returns the bytes read, 0 at the file's end. */
  read(buffer: Uint8Array, position: number): Promise<number>
  /** Writes at `position`; may write fewer bytes than given, and returns how many. `bytes` stays the caller's. */
  write(bytes: Uint8Array, position: number): Promise<number>
  /** Returns when content and size are durable (fdatasync). After it failed, what the disk holds is unknown. */
  sync(): Promise<void>
  truncate(sizeBytes: number): Promise<void>
  size(): Promise<number>
  close(): Promise<void>
}

/**
 * Puts a whole file in place so that after a crash at any moment there is the old one or the new one, never
 * a mixture: a temporary beside it, synced, renamed, and the folder synced. One call per path at a time.
 */
export async function writeFileDurably(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}${temporarySuffix}`
  try {
    await writeAndSync(disk, temporary, bytes)
    await disk.rename(temporary, path)
  } catch (error) {
    await removeQuietly(disk, temporary)
    throw error
  }
  await disk.syncFolder(dirname(path))
}

/** How the name of a file ends that {@link writeFileDurably} has not finished. */
export const temporarySuffix = '.tmp'

/** A large file is synced piece by piece: what else is synced on this disk would wait for all of it. */
const syncedPieceBytes = 2 * 1024 * 1024

async function writeAndSync(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  const file = await disk.open(path, 'replace')
  try {
    for (let start = 0; start < bytes.length; start += syncedPieceBytes) {
      await writeAll(file, bytes.subarray(start, start + syncedPieceBytes), start)
      await file.sync()
    }
    if (bytes.length === 0) await file.sync()
  } finally {
    await file.close()
  }
}

/** The first error is the one to tell; a temporary that stays behind is removed at the next start. */
async function removeQuietly(disk: Disk, path: string): Promise<boolean> {
  return disk.remove(path).then(
    () => true,
    () => false,
  )
}

/** Much is read and written piece by piece: who waits for the core waits until the kernel has copied one. */
const copiedPieceBytes = 256 * 1024

/** Writes all of `bytes` at `position`, going on after short writes. */
export async function writeAll(file: DiskFile, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0
  while (written < bytes.length) {
    const piece = bytes.subarray(written, written + copiedPieceBytes)
    const count = await file.write(piece, position + written)
    if (count === 0) throw new Error(`the disk took ${written} of ${bytes.length} bytes, and then no more`)
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
export async function readFileIfThere(
  disk: Disk,
  path: string,
  allocate: (sizeBytes: number) => Buffer = Buffer.allocUnsafe,
): Promise<Buffer | null> {
  try {
    return await withFile(disk, path, 'read', async (file) => {
      const buffer = allocate(await file.size())
      return buffer.subarray(0, await readFully(file, buffer, 0))
    })
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

const outOfSpaceCodes: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EFBIG', 'EDQUOT'])

/** Whether a write or the making of a file failed for want of space: the kinds that pass when there is some. */
export function isOutOfSpace(error: unknown): boolean {
  return outOfSpaceCodes.has(errorCode(error))
}

const outOfFilesCodes: ReadonlySet<string | undefined> = new Set(['EMFILE', 'ENFILE'])

/** Whether a file could not be opened since too many are open, in this process or on the machine. */
export function isOutOfFiles(error: unknown): boolean {
  return outOfFilesCodes.has(errorCode(error))
}

/** Whether a call failed for want of what others may give back: space, or open files. */
export const isShortage = (error: unknown): boolean => isOutOfSpace(error) || isOutOfFiles(error)

/** The system's code of an error, `ENOENT` say. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
