/** A packet costs its handling, and its parsing once more for each of these. */
const bytesPerPacket = 4_096

/** Counts the packets of one connection within a second, those of many kilobytes several times. */
export class PacketMeter {
  readonly #packetsMax: number
  readonly #now: () => number
  #since: number
  #packets = 0

  /** `now` is monotonic, in ms. */
  constructor(packetsMax: number, now: () => number) {
    this.#packetsMax = packetsMax
    this.#now = now
    this.#since = now()
  }

  /** Counts a packet; true from the one on that is more within a second than anybody honest sends. */
  isTooMuch(bytes: number): boolean {
    this.#packets += 1 + bytes / bytesPerPacket
    // The time is asked for only where there are too many: it costs more than the counting.
    return this.#packets > this.#packetsMax && !this.#turn()
  }

  /** Begins another second where the last one is over. */
  #turn(): boolean {
    const now = this.#now()
    if (now - this.#since < 1_000) return false
    this.#since = now
    this.#packets = 0
    return true
  }
}
