import { dirname, join } from 'node:path'
import type { Disk, DiskFile, OpenMode } from '../../../server/disk/disk.ts'

/** One file apart from its names. Contents are replaced, never changed in place, so that copies may share them. */
interface File {
  content: Buffer
  durable: Buffer
  /** Whether something was written since the last sync, even a failed one: a sync looks at nothing else. */
  dirty: boolean
}

/**
 * Files in memory, for tests that open many thousands of them. After `losePower` only what was synced is left,
 * names included. The simulation has a disk of its own, which loses or damages unsynced data in many ways.
 */
export class MemoryDisk implements Disk {
  #names = new Map<string, File>()
  #durableNames = new Map<string, File>()
  /** The next sync fails as on Linux: its bytes can still be read, and the sync after it succeeds. */
  failNextSync = false

  /** The same files, all of them durable, which change independently from now on. */
  copy(): MemoryDisk {
    const copy = new MemoryDisk()
    for (const [path, { content }] of this.#names) copy.put(path, content)
    return copy
  }

  losePower(): void {
    this.#names = new Map(this.#durableNames)
    for (const file of this.#names.values()) file.content = file.durable
  }

  get paths(): string[] {
    return [...this.#names.keys()].sort()
  }

  /** A file's content; a copy. */
  contentOf(path: string): Buffer {
    return Buffer.from(this.#fileAt(path).content)
  }

  /** Puts a whole file in place, durably. */
  put(path: string, content: Buffer): void {
    const bytes = Buffer.from(content)
    const file = { content: bytes, durable: bytes, dirty: false }
    this.#names.set(path, file)
    this.#durableNames.set(path, file)
  }

  async open(path: string, mode: OpenMode): Promise<DiskFile> {
    if (mode === 'create' && this.#names.has(path)) throw systemError('EEXIST', path)
    if (mode === 'create' || mode === 'replace') {
      this.#names.set(path, { content: Buffer.alloc(0), durable: Buffer.alloc(0), dirty: true })
    }
    return this.#handleOf(this.#fileAt(path))
  }

  async list(folder: string): Promise<string[]> {
    return this.paths
      .filter((path) => dirname(path) === join(folder))
      .map((path) => path.slice(folder.length + 1))
  }

  async rename(from: string, to: string): Promise<void> {
    this.#names.set(to, this.#fileAt(from))
    this.#names.delete(from)
  }

  async remove(path: string): Promise<void> {
    this.#fileAt(path)
    this.#names.delete(path)
  }

  async makeFolder(): Promise<void> {}

  async syncFolder(folder: string): Promise<void> {
    for (const path of this.#durableNames.keys()) {
      if (dirname(path) === join(folder) && !this.#names.has(path)) this.#durableNames.delete(path)
    }
    for (const [path, file] of this.#names) {
      if (dirname(path) === join(folder)) this.#durableNames.set(path, file)
    }
  }

  #fileAt(path: string): File {
    const file = this.#names.get(path)
    if (file === undefined) throw systemError('ENOENT', path)
    return file
  }

  #handleOf(file: File): DiskFile {
    const change = (sizeBytes: number, bytes: Uint8Array, position: number): void => {
      const content = Buffer.alloc(sizeBytes)
      file.content.copy(content)
      content.set(bytes, position)
      Object.assign(file, { content, dirty: true })
    }
    return {
      read: async (buffer, position) => file.content.copy(buffer, 0, position),
      write: async (bytes, position) => {
        change(Math.max(file.content.length, position + bytes.length), bytes, position)
        return bytes.length
      },
      sync: async () => {
        const failing = this.failNextSync
        this.failNextSync = false
        if (file.dirty && !failing) file.durable = file.content
        file.dirty = false
        if (failing) throw systemError('EIO')
      },
      truncate: async (sizeBytes) => change(sizeBytes, new Uint8Array(), 0),
      size: async () => file.content.length,
      close: async () => {},
    }
  }
}

/** An error as the system makes them. */
export function systemError(code: string, path = ''): Error {
  return Object.assign(new Error(`${code}, as the test asked for: ${path}`), { code })
}
