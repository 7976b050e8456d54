import {
  close,
  closeSync,
  constants,
  fdatasync,
  fstat,
  fstatSync,
  fsync,
  ftruncate,
  open,
  openSync,
  read,
  readdirSync,
  type Stats,
  write,
} from 'node:fs'
import { lstat, mkdir, readdir, rename, unlink } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Explained } from '../errors/explained.ts'
import { type Disk, type DiskFile, errorCode, type OpenMode } from './disk.ts'
import { SpareDescriptors } from './spare-descriptors.ts'

/**
 * The machine's own files. Writes use the thread pool like everything else: measured for groups of 35 KB, a synchronous
 * write saves no time of the event loop, and would block it whenever the kernel makes a writer wait.
 */
export const nodeDisk: Disk = {
  open: async (path, mode) => {
    // A pipe or a device is not even opened: that may block, or have an effect.
    if (mode === 'plain') checkPlain(path, await lstat(path))
    const fd = await openDescriptor(path, flags[mode])
    try {
      // It may have been replaced meanwhile.
      if (mode === 'plain') checkPlain(path, fstatSync(fd))
      return new NodeFile(fd, path)
    } catch (error) {
      closeSync(fd)
      throw error
    }
  },
  list: (folder) =>
    readdir(folder).catch((error: unknown) => spare.openInstead(error, () => readdirSync(folder))),
  rename: (from, to) => rename(from, to),
  remove: (path) => unlink(path),
  makeFolder: async (path) => {
    const topmostMade = await makeFolders(resolve(path))
    if (topmostMade !== undefined) await syncNewFolders(resolve(topmostMade), resolve(path))
  },
  syncFolder,
}

/** Makes a folder and missing parents; returns the topmost that it made, undefined if all existed. */
export async function makeFolders(path: string): Promise<string | undefined> {
  const mode = 0o700
  try {
    return await mkdir(path, { recursive: true, mode })
  } catch (error) {
    // Node reports ENOENT for any reason: making the folders one by one shows the real one.
    if (errorCode(error) !== 'ENOENT') throw error
    const topmostMade = path === dirname(path) ? undefined : await makeFolders(dirname(path))
    await mkdir(path, { mode })
    return topmostMade ?? path
  }
}

const flags: Record<OpenMode, string | number> = {
  read: 'r',
  plain: constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
  edit: 'r+',
  create: 'wx+',
  replace: 'w',
}

function checkPlain(path: string, stats: Stats): void {
  if (stats.isFile()) return
  if (stats.isDirectory())
    throw Object.assign(new Error(`EISDIR: ${path} is a folder`), { code: 'EISDIR', path })
  throw new Explained(`${path} is ${kindOf(stats)}. Put a file in its place, or remove it.`)
}

/** Describes what is neither a file nor a folder. */
export const kindOf = (stats: Pick<Stats, 'isSymbolicLink'>): string =>
  stats.isSymbolicLink() ? 'a symbolic link, which is not followed' : 'a pipe, a socket or a device'

/** Closed in favour of files when the process may open no more. */
const spare = new SpareDescriptors()

/** Reserves descriptors for files, so that connections can never use up all that the process may open. */
export const keepSpareDescriptors = (count: number): void => spare.keep(count)

function openDescriptor(path: string, flag: string | number): Promise<number> {
  const fileMode = 0o600
  return settled<number>(path, (done) => open(path, flag, fileMode, done)).catch((error: unknown) =>
    spare.openInstead(error, () => openSync(path, flag, fileMode)),
  )
}

type Callback<Result> = (error: NodeJS.ErrnoException | null, result: Result) => void

/** Node's errors name the path only where it was given one instead of a descriptor; these always do. */
function settled<Result = void>(path: string, call: (done: Callback<Result>) => void): Promise<Result> {
  return new Promise((resolve, reject) =>
    call((error, result) => {
      if (!error) return resolve(result)
      error.path ??= path
      reject(error)
    }),
  )
}

async function syncFolder(path: string): Promise<void> {
  const fd = await openDescriptor(path, 'r')
  try {
    await settled(path, (done) => fsync(fd, done))
  } finally {
    await settled(path, (done) => close(fd, done)).finally(() => spare.refill())
  }
}

/** A new folder is durable once the one above it was synced. */
async function syncNewFolders(topmost: string, deepest: string): Promise<void> {
  let folder = deepest
  while (folder !== topmost) {
    folder = dirname(folder)
    await syncFolder(folder)
  }
  await syncFolder(dirname(topmost))
}

/** Callbacks instead of `FileHandle`s save two promises for each group that the journal makes durable. */
class NodeFile implements DiskFile {
  readonly #fd: number
  readonly #path: string

  constructor(fd: number, path: string) {
    this.#fd = fd
    this.#path = path
  }

  read(buffer: Uint8Array, position: number): Promise<number> {
    return settled(this.#path, (done) => read(this.#fd, buffer, 0, buffer.length, position, done))
  }

  write(bytes: Uint8Array, position: number): Promise<number> {
    return settled(this.#path, (done) => write(this.#fd, bytes, 0, bytes.length, position, done))
  }

  sync(): Promise<void> {
    return settled(this.#path, (done) => fdatasync(this.#fd, done))
  }

  truncate(sizeBytes: number): Promise<void> {
    return settled(this.#path, (done) => ftruncate(this.#fd, sizeBytes, done))
  }

  async size(): Promise<number> {
    const { size } = await settled<Stats>(this.#path, (done) => fstat(this.#fd, done))
    return size
  }

  close(): Promise<void> {
    return settled(this.#path, (done) => close(this.#fd, done))
  }
}
