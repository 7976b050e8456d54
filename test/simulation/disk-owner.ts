import type { Disk } from '../../server/disk/disk.ts'
import type { DiskCall } from '../support/doubles/faulty-disk.ts'
import type { DiskFault, SimulatedDisk } from './disk.ts'

/** A process that only calls the disk, without delay, to test the disk itself. */
export class DiskOwner {
  readonly disk: Disk
  readonly calls: DiskCall[] = []
  faultAt: (call: DiskCall) => DiskFault | null
  #isAlive = true
  #ended: () => void = () => undefined
  /** Resolves when the process ended. */
  readonly end = new Promise<void>((resolve) => {
    this.#ended = resolve
  })

  constructor(disk: SimulatedDisk, faultAt: (call: DiskCall) => DiskFault | null = () => null) {
    this.faultAt = faultAt
    this.disk = disk.attach({
      later: (_call, run) => queueMicrotask(() => this.#isAlive && run()),
      faultAt: (call) => this.#faultAt(call),
    })
  }

  /** `kill -9`. */
  kill(): void {
    this.#isAlive = false
    this.#ended()
  }

  #faultAt(call: DiskCall): DiskFault | null {
    this.calls.push(call)
    const fault = this.faultAt(call)
    // The disk itself ignores all later calls.
    if (fault?.kind === 'crash') this.#ended()
    return fault
  }
}
