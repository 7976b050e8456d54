import { basename, dirname } from 'node:path'
import { type Disk, type DiskFile, errorCode, type OpenMode } from '../../server/disk/disk.ts'
import type { SeededRandom } from '../../shared/seeded-random.ts'
import type { DiskCall } from '../support/doubles/faulty-disk.ts'
import { systemError } from '../support/doubles/memory-disk.ts'
import { DiskImage, type OverwriteRule } from './disk-image.ts'
import { FolderNames } from './disk-names.ts'
import { DiskSpace } from './disk-space.ts'

/**
 * The outcome of a call that does not simply succeed.
 * - `error`: fails with this code and does nothing; but a failed sync of a file loses what it should have
 *   written, and a failed close closes the file. A failed sync of a folder leaves its names pending, since file
 *   systems keep those in a log and stop altogether when that fails.
 * - `short`: a read or a write transfers only so many bytes.
 * - `crash`: the process ends here, with the call done or not, or with so many bytes of a write done. The call
 *   never returns, and later calls of the process do nothing.
 */
export type DiskFault =
  | { kind: 'error'; code: string }
  | { kind: 'short'; bytes: number }
  | { kind: 'crash'; done: boolean; bytes?: number }

/** What the disk needs of the process that calls. */
export interface DiskProcess {
  /** Runs `run` when the call is due: virtual time passes here. Never runs it once the process is dead. */
  later(call: DiskCall, run: () => void): void
  /** The fault for the call that is due now; null to perform it. */
  faultAt(call: DiskCall): DiskFault | null
}

/**
 * The machine's disk, over all of its processes. The end of a process loses nothing, since the kernel has what it
 * wrote; a power loss drops or spoils what was not synced. Folders exist as soon as they are named. All chance comes
 * from `random`.
 */
export class SimulatedDisk {
  readonly #random: SeededRandom
  readonly #overwrites: OverwriteRule
  readonly #folders = new Map<string, FolderNames>()
  readonly #space = new DiskSpace()
  #powerLosses = 0

  constructor({ random, overwrites = 'spoil' }: { random: SeededRandom; overwrites?: OverwriteRule }) {
    this.#random = random
    this.#overwrites = overwrites
  }

  /** The bytes that all files together may have; may change at any time, even to less than is used. */
  get spaceBytesMax(): number {
    return this.#space.bytesMax
  }

  set spaceBytesMax(bytes: number) {
    this.#space.bytesMax = bytes
  }

  get usedBytes(): number {
    return this.#space.usedBytes
  }

  /** Puts a file on the disk that survives every power loss. */
  put(path: string, bytes: Uint8Array): void {
    const image = new DiskImage()
    image.write(bytes, 0)
    image.sync()
    const names = this.#folderOf(path)
    names.give(basename(path), image)
    names.sync()
    this.#space.add(image)
  }

  /** The paths of all files, sorted. */
  paths(): string[] {
    const paths: string[] = []
    for (const [folder, names] of this.#folders) {
      const prefix = folder.endsWith('/') ? folder : `${folder}/`
      for (const name of names.names()) paths.push(prefix + name)
    }
    return paths.sort()
  }

  /** What reads return now; a view until the next change. Throws ENOENT. */
  currentContent(path: string): Buffer {
    return this.#imageAt(path).current()
  }

  /**
   * What was synced of the file that certainly has this name after a power loss; null if another might. A view
   * until the next change. Bytes that a pending change would replace are still the old ones.
   */
  durableContent(path: string): Buffer | null {
    return this.#folderOf(path).durable(basename(path))?.durable() ?? null
  }

  /** Flips one bit of a file, for all later reads. Throws ENOENT. */
  flipBit(path: string, offset: number, bit: number): void {
    this.#imageAt(path).flipBit(offset, bit)
  }

  /** What was not synced is kept, lost or spoilt, by chance. Every process must have ended before. */
  losePower(): void {
    this.#powerLosses += 1
    this.#space.clear()
    for (const names of this.#folders.values()) {
      names.losePower(this.#random, this.#overwrites)
      for (const image of names.images()) this.#space.add(image)
    }
  }

  /** The disk as one process uses it. */
  attach(process: DiskProcess): Disk {
    const boot = this.#powerLosses
    const calls = new ProcessCalls(process, () => {
      if (boot !== this.#powerLosses) throw new Error('a process called the disk after the power was lost')
    })
    return {
      open: (path, mode) => calls.run('open', path, () => this.#open(path, mode, calls)),
      list: (folder) => calls.run('list', folder, () => [...this.#folder(folder).names()].sort()),
      rename: (from, to) => calls.run('rename', to, () => this.#rename(from, to)),
      remove: (path) => calls.run('remove', path, () => this.#remove(path)),
      makeFolder: (path) => calls.run('makeFolder', path, () => undefined),
      syncFolder: (path) => calls.run('syncFolder', path, () => this.#folder(path).sync()),
    }
  }

  #open(path: string, mode: OpenMode, calls: ProcessCalls): DiskFile {
    const names = this.#folderOf(path)
    const found = names.get(basename(path))
    if (found !== undefined) {
      if (mode === 'create') throw systemError('EEXIST', path)
      if (mode === 'replace') this.#space.counted(found, () => found.truncate(0))
      return this.#handleOf(found, path, mode, calls)
    }
    if (mode !== 'create' && mode !== 'replace') throw systemError('ENOENT', path)
    if (this.#space.isFull) throw systemError('ENOSPC', path)
    const image = new DiskImage()
    names.give(basename(path), image)
    this.#space.add(image)
    return this.#handleOf(image, path, mode, calls)
  }

  #handleOf(image: DiskImage, path: string, mode: OpenMode, calls: ProcessCalls): DiskFile {
    let isOpen = true
    const run = <Result>(
      operation: keyof DiskFile,
      work: (bytesMax?: number) => Result,
      details: { position?: number; bytes?: number } = {},
      failing?: () => void,
    ): Promise<Result> => {
      const checked = (bytesMax?: number): Result => {
        const refusal = isOpen ? refusals[mode][operation] : 'EBADF'
        if (refusal !== undefined) throw systemError(refusal, path)
        return work(bytesMax)
      }
      return calls.run(operation, path, checked, details, failing)
    }
    const close = (): void => {
      isOpen = false
    }
    return {
      read: (buffer, position) => {
        const work = (bytesMax?: number): number => image.read(buffer.subarray(0, bytesMax), position)
        return run('read', work, { position, bytes: buffer.length })
      },
      write: (bytes, position) => {
        const work = (bytesMax?: number): number =>
          this.#write(image, path, bytes.subarray(0, bytesMax), position)
        return run('write', work, { position, bytes: bytes.length })
      },
      sync: () =>
        run(
          'sync',
          () => image.sync(),
          {},
          () => image.failSync(this.#random),
        ),
      truncate: (sizeBytes) =>
        run('truncate', () => this.#truncate(image, path, sizeBytes), { bytes: sizeBytes }),
      size: () => run('size', () => image.sizeBytes),
      close: () => run('close', close, {}, close),
    }
  }

  #write(image: DiskImage, path: string, bytes: Uint8Array, position: number): number {
    const taken = this.#space.taken(image, position, bytes.length, this.#random)
    if (taken === 0 && bytes.length > 0) throw systemError('ENOSPC', path)
    this.#space.counted(image, () => image.write(bytes.subarray(0, taken), position))
    return taken
  }

  #truncate(image: DiskImage, path: string, sizeBytes: number): void {
    if (!this.#space.allows(image, sizeBytes)) throw systemError('ENOSPC', path)
    this.#space.counted(image, () => image.truncate(sizeBytes))
  }

  #rename(from: string, to: string): void {
    const image = this.#imageAt(from)
    if (from === to) return
    // File systems differ in what is durable if only one of two folders was synced.
    if (dirname(from) !== dirname(to)) throw systemError('EXDEV', to)
    const names = this.#folderOf(to)
    const replaced = names.get(basename(to))
    if (replaced !== undefined) this.#space.remove(replaced)
    names.rename(basename(from), basename(to), image)
  }

  #remove(path: string): void {
    this.#space.remove(this.#imageAt(path))
    this.#folderOf(path).take(basename(path))
  }

  #imageAt(path: string): DiskImage {
    const image = this.#folderOf(path).get(basename(path))
    if (image === undefined) throw systemError('ENOENT', path)
    return image
  }

  #folderOf(path: string): FolderNames {
    return this.#folder(dirname(path))
  }

  #folder(path: string): FolderNames {
    let names = this.#folders.get(path)
    if (names === undefined) {
      names = new FolderNames()
      this.#folders.set(path, names)
    }
    return names
  }
}

/** The system's errors for calls that the file was not opened for. */
const refusals: Record<OpenMode, Partial<Record<keyof DiskFile, string>>> = {
  read: { write: 'EBADF', truncate: 'EINVAL' },
  plain: { write: 'EBADF', truncate: 'EINVAL' },
  edit: {},
  create: {},
  replace: { read: 'EBADF' },
}

/** The calls of one process, with faults; after a crash they do nothing and never return. */
class ProcessCalls {
  readonly #process: DiskProcess
  readonly #assertPower: () => void
  #made = 0
  #hasCrashed = false

  /** `assertPower` throws when the process should have ended with the power. */
  constructor(process: DiskProcess, assertPower: () => void) {
    this.#process = process
    this.#assertPower = assertPower
  }

  /** `failing` is what a call does when a fault makes it fail. */
  run<Result>(
    operation: DiskCall['operation'],
    path: string,
    work: (bytesMax?: number) => Result,
    details: Pick<DiskCall, 'position' | 'bytes'> = {},
    failing: () => void = () => undefined,
  ): Promise<Result> {
    this.#made += 1
    const call = { number: this.#made, operation, path, ...details }
    return new Promise((resolve, reject) => {
      this.#process.later(call, () => {
        if (this.#hasCrashed) return
        this.#assertPower()
        const fault = this.#process.faultAt(call)
        if (fault?.kind === 'crash') return this.#crash(fault, work)
        if (fault?.kind === 'error') {
          failing()
          return reject(systemError(fault.code, path))
        }
        try {
          resolve(work(fault?.bytes))
        } catch (error) {
          reject(error)
        }
      })
    })
  }

  /** The process has ended: nobody can receive the call's error. */
  #crash({ done, bytes }: DiskFault & { kind: 'crash' }, work: (bytesMax?: number) => unknown): void {
    this.#hasCrashed = true
    if (!done && bytes === undefined) return
    try {
      work(bytes)
    } catch (error) {
      if (errorCode(error) === undefined) throw error
    }
  }
}
