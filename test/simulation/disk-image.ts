import type { SeededRandom } from '../../shared/seeded-random.ts'

/** A change that is not synced. `grow` extends a shorter file to this length with zeros. */
type Pending =
  | { kind: 'write'; position: number; bytes: Buffer }
  | { kind: 'truncate' | 'grow'; sizeBytes: number }

/** What a power loss does to a pending write. */
type Fate = 'kept' | 'dropped' | 'cut' | 'torn' | 'garbled' | 'grown'

const fates: readonly Fate[] = ['kept', 'dropped', 'cut', 'torn', 'garbled', 'grown']

/** The disk writes each sector completely or not at all; sectors are counted from the file's beginning. */
const sectorBytes = 512

/**
 * What a power loss may do to bytes that a pending write puts in the place of synced ones. `spoil`: all that
 * it does to other bytes. `old-or-new`: each byte is the old or the new one, as on a disk that finishes the sector
 * it has begun; only bytes by which the file grew may be garbage.
 */
export type OverwriteRule = 'spoil' | 'old-or-new'

/**
 * One file without its names: what reads return, what is durable, and the changes between the two in their order. After SQLite's model of a disk that loses power, with its assumption that a
 * write never damages the bytes beside it ("powersafe overwrite").
 */
export class DiskImage {
  #current = new Bytes()
  #durable = new Bytes()
  #pending: Pending[] = []
  /** Whether a failed sync lost bytes that reads still return. */
  #hasLost = false

  get sizeBytes(): number {
    return this.#current.sizeBytes
  }

  /** Fills `buffer` from `position` on, as far as it goes; returns the bytes read. */
  read(buffer: Uint8Array, position: number): number {
    return this.#current.read(buffer, position)
  }

  write(bytes: Uint8Array, position: number): void {
    if (bytes.length > 0) this.#change({ kind: 'write', position, bytes: Buffer.from(bytes) })
  }

  truncate(sizeBytes: number): void {
    this.#change({ kind: 'truncate', sizeBytes })
  }

  /** Makes durable what is pending. */
  sync(): void {
    for (const change of this.#pending) apply(this.#durable, change)
    this.#pending = []
  }

  /**
   * After a failed sync the kernel marks the pages clean: the bytes can be read until the crash, and the next sync
   * succeeds without them. Sizes are in the file system's log and survive, so the file may come back with its full
   * length and zeros in place of the bytes (Rebello et al., ATC 2020).
   */
  failSync(random: SeededRandom): void {
    const pending = this.#pending
    this.#pending = []
    for (const change of pending) {
      if (change.kind !== 'write') this.#pending.push(change)
      else {
        this.#hasLost = true
        if (random.chance(0.5)) this.#pending.push({ kind: 'grow', sizeBytes: endOf(change) })
      }
    }
  }

  /** The power goes: each pending change is kept, lost or spoilt, by chance. */
  losePower(random: SeededRandom, overwrites: OverwriteRule): void {
    if (this.#pending.length === 0 && !this.#hasLost) return
    let safeBytes = overwrites === 'spoil' ? 0 : this.#durable.sizeBytes
    for (const change of this.#pending) {
      if (change.kind === 'truncate') safeBytes = Math.min(safeBytes, change.sizeBytes)
      lose(this.#durable, change, random, safeBytes)
    }
    this.#pending = []
    this.#hasLost = false
    this.#current = this.#durable.copy()
  }

  /** What reads return now; a view until the next change. */
  current(): Buffer {
    return this.#current.content()
  }

  /** What was synced; a view until the next change. */
  durable(): Buffer {
    return this.#durable.content()
  }

  /** Flips a bit, both on the disk and for readers. */
  flipBit(offset: number, bit: number): void {
    this.#current.flipBit(offset, bit)
    this.#durable.flipBit(offset, bit)
  }

  #change(change: Pending): void {
    apply(this.#current, change)
    this.#pending.push(change)
  }
}

/** A byte buffer that can be appended to without copying it each time. */
class Bytes {
  #bytes = Buffer.alloc(256)
  sizeBytes = 0

  read(buffer: Uint8Array, position: number): number {
    const end = Math.min(this.sizeBytes, position + buffer.length)
    return end <= position ? 0 : this.#bytes.copy(buffer, 0, position, end)
  }

  write(bytes: Uint8Array, position: number): void {
    const end = position + bytes.length
    if (end > this.sizeBytes) this.truncate(end)
    this.#bytes.set(bytes, position)
  }

  truncate(sizeBytes: number): void {
    this.#reserve(sizeBytes)
    if (sizeBytes > this.sizeBytes) this.#bytes.fill(0, this.sizeBytes, sizeBytes)
    this.sizeBytes = sizeBytes
  }

  flipBit(offset: number, bit: number): void {
    if (offset < this.sizeBytes) this.#bytes[offset]! ^= 1 << bit
  }

  content(): Buffer {
    return this.#bytes.subarray(0, this.sizeBytes)
  }

  copy(): Bytes {
    const copy = new Bytes()
    copy.write(this.content(), 0)
    return copy
  }

  #reserve(sizeBytes: number): void {
    if (sizeBytes <= this.#bytes.length) return
    const grown = Buffer.allocUnsafe(Math.max(sizeBytes, this.#bytes.length * 2))
    this.#bytes.copy(grown, 0, 0, this.sizeBytes)
    this.#bytes = grown
  }
}

function apply(bytes: Bytes, change: Pending): void {
  if (change.kind === 'write') bytes.write(change.bytes, change.position)
  else if (change.kind === 'truncate' || change.sizeBytes > bytes.sizeBytes) bytes.truncate(change.sizeBytes)
}

/** Applies what a power loss leaves of one pending change. The first `safeBytes` never become garbage. */
function lose(durable: Bytes, change: Pending, random: SeededRandom, safeBytes: number): void {
  if (change.kind !== 'write') {
    if (random.chance(0.5)) apply(durable, change)
    return
  }
  const { position, bytes } = change
  switch (random.pick(fates)) {
    case 'kept':
      return apply(durable, change)
    case 'dropped':
      return
    case 'cut':
      return durable.write(bytes.subarray(0, random.integer(0, bytes.length - 1)), position)
    case 'torn':
      return writeSectors(durable, change, random, () => null)
    case 'garbled':
      return writeSectors(durable, change, random, (sector, start) =>
        garbageLike(sector, random, Math.max(0, safeBytes - start)),
      )
    case 'grown':
      return apply(durable, { kind: 'grow', sizeBytes: endOf(change) })
  }
}

/**
 * Writes sector by sector. About half of the sectors, and at least one, are spoilt by `spoil`; where that returns null,
 * they stay as they were.
 */
function writeSectors(
  durable: Bytes,
  { position, bytes }: { position: number; bytes: Buffer },
  random: SeededRandom,
  spoil: (sector: Buffer, start: number) => Buffer | null,
): void {
  const first = Math.floor(position / sectorBytes)
  const last = Math.floor((position + bytes.length - 1) / sectorBytes)
  const surelySpoilt = random.integer(first, last)
  for (let sector = first; sector <= last; sector += 1) {
    const start = Math.max(0, sector * sectorBytes - position)
    const whole = bytes.subarray(start, (sector + 1) * sectorBytes - position)
    const isSpoilt = sector === surelySpoilt || random.chance(0.5)
    const persisted = isSpoilt ? spoil(whole, position + start) : whole
    if (persisted !== null) durable.write(persisted, position + start)
  }
}

/** As many bytes, with zeros or noise from `safeBytes` on. */
function garbageLike(sector: Buffer, random: SeededRandom, safeBytes: number): Buffer {
  const garbage = Buffer.from(sector)
  const isZero = random.chance(0.5)
  for (let index = safeBytes; index < garbage.length; index += 1) {
    garbage[index] = isZero ? 0 : random.integer(0, 255)
  }
  return garbage
}

function endOf({ position, bytes }: { position: number; bytes: Buffer }): number {
  return position + bytes.length
}
