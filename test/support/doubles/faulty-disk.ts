import type { Disk, DiskFile, OpenMode } from '../../../server/disk/disk.ts'
import { systemError } from './memory-disk.ts'

/** One call to a disk, as in the Disk port. */
export interface DiskCall {
  /** 1, 2, 3 … in the order of the calls. */
  number: number
  operation: 'open' | 'list' | 'rename' | 'remove' | 'makeFolder' | 'syncFolder' | keyof DiskFile
  /** Of the file or folder; for a rename, the new one. */
  path: string
  /** For a read or write: where. */
  position?: number
  /** For a read or write: how many bytes were asked for. For a truncate in the simulation: the new size. */
  bytes?: number
}

/**
 * What goes wrong at a call.
 * - `error`: it fails with this code, and does nothing.
 * - `short`: a write takes only so many bytes.
 * - `misread`: a read gets one bit of the byte at this index wrong.
 * - `hold`: it waits, then succeeds.
 * - `crash`: the process ends here, with the call done or not; no later call does anything.
 */
export type DiskFault =
  | { kind: 'error'; code: string }
  | { kind: 'short'; bytes: number }
  | { kind: 'misread'; index: number }
  | { kind: 'hold'; reach: () => void; released: Promise<void> }
  | { kind: 'crash'; done: boolean }

/** Decides for each call whether it fails, and how. */
export type FaultPlan = (call: DiskCall) => DiskFault | null

/** This fault at the call with this number, and none at any other. */
export const atCall =
  (number: number, fault: DiskFault): FaultPlan =>
  (call) =>
    call.number === number ? fault : null

export class Crash extends Error {
  override name = 'Crash'
}

/** Works like the disk that it is given, except for the faults that `faultAt` plans, and lists its calls. */
export class FaultyDisk implements Disk {
  readonly calls: DiskCall[] = []
  faultAt: FaultPlan
  /** Whether `faultAt` has ever asked for a fault. */
  fired = false
  /** Files that are open now. */
  openFiles = 0
  readonly #disk: Disk
  #crashed = false

  constructor(disk: Disk, faultAt: FaultPlan = () => null) {
    this.#disk = disk
    this.faultAt = faultAt
  }

  async open(path: string, mode: OpenMode): Promise<DiskFile> {
    const file = await this.#run('open', path, () => this.#disk.open(path, mode))
    this.openFiles++
    return {
      read: (buffer, position) => {
        const read = () => file.read(buffer, position)
        return this.#run('read', path, read, { position, bytes: buffer.length }, buffer)
      },
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
    details: Pick<DiskCall, 'position' | 'bytes'> = {},
    buffer: Uint8Array = new Uint8Array(),
  ): Promise<T> {
    if (this.#crashed) throw new Crash('the process has ended')
    const call = { number: this.calls.length + 1, operation, path, ...details }
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
      case 'misread': {
        const result = await work()
        if (fault.index < buffer.length) buffer[fault.index]! ^= 1
        return result
      }
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
