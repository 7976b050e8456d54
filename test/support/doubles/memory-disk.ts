import { dirname, join } from 'node:path'
import type { Disk, DiskFile, OpenMode } from '../../../server/disk/disk.ts'

/** Files in memory, for tests that open many thousands of them. All of it is as good as durable. */
export class MemoryDisk implements Disk {
  readonly #files: Map<string, Buffer>

  constructor(files: ReadonlyMap<string, Buffer> = new Map()) {
    this.#files = new Map(files)
  }

  /** The same files, which change independently from now on. */
  copy(): MemoryDisk {
    return new MemoryDisk(this.#files)
  }

  get paths(): string[] {
    return [...this.#files.keys()].sort()
  }

  /** A file's content; a copy. */
  contentOf(path: string): Buffer {
    return Buffer.from(this.#existing(path))
  }

  put(path: string, content: Buffer): void {
    this.#files.set(path, Buffer.from(content))
  }

  async open(path: string, mode: OpenMode): Promise<DiskFile> {
    if (mode === 'create' && this.#files.has(path)) throw systemError('EEXIST', path)
    if (mode === 'create' || mode === 'replace') this.#files.set(path, Buffer.alloc(0))
    this.#existing(path)
    return this.#fileAt(path)
  }

  async list(folder: string): Promise<string[]> {
    return this.paths
      .filter((path) => dirname(path) === join(folder))
      .map((path) => path.slice(folder.length + 1))
  }

  async rename(from: string, to: string): Promise<void> {
    this.#files.set(to, this.#existing(from))
    this.#files.delete(from)
  }

  async remove(path: string): Promise<void> {
    this.#existing(path)
    this.#files.delete(path)
  }

  async makeFolder(): Promise<void> {}

  async syncFolder(): Promise<void> {}

  #existing(path: string): Buffer {
    const content = this.#files.get(path)
    if (content === undefined) throw systemError('ENOENT', path)
    return content
  }

  /** Contents are replaced and never written into, so that copies of the disk may share them. */
  #fileAt(path: string): DiskFile {
    const resize = (sizeBytes: number): Buffer => {
      const content = Buffer.alloc(sizeBytes)
      this.#existing(path).copy(content)
      this.#files.set(path, content)
      return content
    }
    return {
      read: async (buffer, position) => this.#existing(path).copy(buffer, 0, position),
      write: async (bytes, position) => {
        const content = resize(Math.max(this.#existing(path).length, position + bytes.length))
        content.set(bytes, position)
        return bytes.length
      },
      sync: async () => {},
      truncate: async (sizeBytes) => void resize(sizeBytes),
      size: async () => this.#existing(path).length,
      close: async () => {},
    }
  }
}

/** An error as the system makes them. */
export function systemError(code: string, path = ''): Error {
  return Object.assign(new Error(`${code}, as the test asked for: ${path}`), { code })
}
