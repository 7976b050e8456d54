/** A packet costs its handling, and its parsing once more for each of these. */
const bytesPerPacket = 4_096

/** Counts the packets of one connection within a window, those of many kilobytes several times. */
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

  /** Counts a packet; true from the first one on that is more within a window than anybody honest sends. */
  isTooMuch(bytes: number): boolean {
    this.#packets += 1 + bytes / bytesPerPacket
    // The time is asked for only where there are too many: it costs more than the counting.
    return this.#packets > this.#packetsMax && !this.#turn()
  }

  /** Begins another window where the last one is over. */
  #turn(): boolean {
    const now = this.#now()
    if (now - this.#since < this.#windowMs) return false
    this.#since = now
    this.#packets = 0
    return true
  }
}
