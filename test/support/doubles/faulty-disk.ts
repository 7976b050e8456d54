import type { Disk, DiskFile, OpenMode } from '../../../server/disk/disk.ts'
import { systemError } from './memory-disk.ts'

/** One call that the disk got, in the words of the Disk port. */
export interface DiskCall {
  /** 1, 2, 3 … */
  number: number
  operation: 'open' | 'list' | 'rename' | 'remove' | 'makeFolder' | 'syncFolder' | keyof DiskFile
  /** The file's or folder's; of a rename, the new one. */
  path: string
  /** Of a read or write: where, and how many bytes it was given. */
  position?: number
  bytes?: number
}

/**
 * What becomes of a call.
 * - `error`: fails with this code, and does nothing.
 * - `short`: a write takes only so many bytes.
 * - `hold`: waits, then does what it should.
 * - `crash`: the process ends here, with the call done or not; no later call does anything.
 */
export type DiskFault =
  | { kind: 'error'; code: string }
  | { kind: 'short'; bytes: number }
  | { kind: 'hold'; reach: () => void; released: Promise<void> }
  | { kind: 'crash'; done: boolean }

export class Crash extends Error {
  override name = 'Crash'
}

/** A disk that does what it should save where `faultAt` says otherwise, and keeps a list of its calls. */
export class FaultyDisk implements Disk {
  readonly calls: DiskCall[] = []
  faultAt: (call: DiskCall) => DiskFault | null = () => null
  /** Whether `faultAt` has ever asked for a fault. */
  fired = false
  /** Files that are open now. */
  openFiles = 0
  readonly #disk: Disk
  #crashed = false

  constructor(disk: Disk) {
    this.#disk = disk
  }

  async open(path: string, mode: OpenMode): Promise<DiskFile> {
    const file = await this.#run('open', path, () => this.#disk.open(path, mode))
    this.openFiles++
    return {
      read: (buffer, position) =>
        this.#run('read', path, () => file.read(buffer, position), { position, bytes: buffer.length }),
      write: (bytes, position) =>
        this.#run('write', path, (bytesMax) => file.write(bytes.subarray(0, bytesMax), position), {
          position,
          bytes: bytes.length,
        }),
      sync: () => this.#run('sync', path, () => file.sync()),
      truncate: (sizeBytes) => this.#run('truncate', path, () => file.truncate(sizeBytes)),
      size: () => this.#run('size', path, () => file.size()),
      close: () => this.#close(file, path),
    }
  }

  list(folder: string): Promise<string[]> {
    return this.#run('list', folder, () => this.#disk.list(folder))
  }

  rename(from: string, to: string): Promise<void> {
    return this.#run('rename', to, () => this.#disk.rename(from, to))
  }

  remove(path: string): Promise<void> {
    return this.#run('remove', path, () => this.#disk.remove(path))
  }

  makeFolder(path: string): Promise<void> {
    return this.#run('makeFolder', path, () => this.#disk.makeFolder(path))
  }

  syncFolder(path: string): Promise<void> {
    return this.#run('syncFolder', path, () => this.#disk.syncFolder(path))
  }

  /** A close that fails has closed the file, as on Linux; and so has a process that ended. */
  async #close(file: DiskFile, path: string): Promise<void> {
    this.openFiles--
    await file.close()
    await this.#run('close', path, async () => {})
  }

  async #run<T>(
    operation: DiskCall['operation'],
    path: string,
    work: (bytesMax?: number) => Promise<T>,
    written: Pick<DiskCall, 'position' | 'bytes'> = {},
  ): Promise<T> {
    if (this.#crashed) throw new Crash('the process has ended')
    const call = { number: this.calls.length + 1, operation, path, ...written }
    this.calls.push(call)
    const fault = this.faultAt(call)
    this.fired ||= fault !== null
    switch (fault?.kind) {
      case undefined:
        return work()
      case 'error':
        throw systemError(fault.code, path)
      case 'short':
        return work(fault.bytes)
      case 'hold':
        fault.reach()
        await fault.released
        return work()
      case 'crash':
        this.#crashed = true
        if (fault.done) await work()
        throw new Crash(`the process ended at ${operation} of ${path}`)
    }
  }
}
