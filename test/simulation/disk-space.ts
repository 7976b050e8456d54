import type { SeededRandom } from '../../shared/seeded-random.ts'
import type { DiskImage } from './disk-image.ts'

/** How full a disk is. Files with a name take space; files that are only open do not. */
export class DiskSpace {
  /** May change at any time, even to less than is used. */
  bytesMax = Number.MAX_SAFE_INTEGER
  usedBytes = 0
  #named = new Set<DiskImage>()

  get isFull(): boolean {
    return this.usedBytes >= this.bytesMax
  }

  /** The image got a name. */
  add(image: DiskImage): void {
    this.#named.add(image)
    this.usedBytes += image.sizeBytes
  }

  /** The image lost its name. */
  remove(image: DiskImage): void {
    this.#named.delete(image)
    this.usedBytes -= image.sizeBytes
  }

  clear(): void {
    this.#named = new Set()
    this.usedBytes = 0
  }

  /** Counts by how much a change makes the image longer or shorter. */
  counted(image: DiskImage, change: () => void): void {
    const before = image.sizeBytes
    change()
    if (this.#named.has(image)) this.usedBytes += image.sizeBytes - before
  }

  /**
   * How many of the bytes written at `position` fit: all, none, or some, possibly fewer than there is space for.
   */
  taken(image: DiskImage, position: number, bytes: number, random: SeededRandom): number {
    const lacking = position + bytes - image.sizeBytes - this.#leftFor(image)
    if (lacking <= 0) return bytes
    // Drawn separately, so that it is not rare when much would fit.
    if (random.chance(0.3)) return 0
    return random.integer(0, Math.max(0, bytes - lacking))
  }

  /** Whether the image may have this size. */
  allows(image: DiskImage, sizeBytes: number): boolean {
    return sizeBytes - image.sizeBytes <= this.#leftFor(image)
  }

  #leftFor(image: DiskImage): number {
    return this.#named.has(image) ? Math.max(0, this.bytesMax - this.usedBytes) : Number.MAX_SAFE_INTEGER
  }
}
