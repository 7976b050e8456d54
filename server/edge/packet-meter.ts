/** A packet counts once for handling, and once more per this many bytes for parsing. */
const bytesPerPacket = 4_096

/** Counts the packets of one connection within a window, large ones several times. */
export class PacketMeter {
  readonly #packetsMax: number
  readonly #windowMs: number
  readonly #now: () => number
  #since: number
  #packets = 0

  /** `now` is monotonic, in ms. */
  constructor(packetsMax: number, windowMs: number, now: () => number) {
    this.#packetsMax = packetsMax
    this.#windowMs = windowMs
    this.#now = now
    this.#since = now()
  }

  /** Counts a packet; true once there are more within a window than an honest client sends. */
  isTooMuch(bytes: number): boolean {
    this.#packets += 1 + bytes / bytesPerPacket
    // Read the clock only when there are too many: that costs more than counting.
    return this.#packets > this.#packetsMax && !this.#turn()
  }

  /** Begins another window when the last one has ended. */
  #turn(): boolean {
    const now = this.#now()
    if (now - this.#since < this.#windowMs) return false
    this.#since = now
    this.#packets = 0
    return true
  }
}
