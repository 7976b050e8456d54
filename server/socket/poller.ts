import type { ServerResponse } from 'node:http'
import type { PacketMeter } from '../edge/packet-meter.ts'
import type { EngineConnection } from './engine-connection.ts'

/** One client that long-polls: who may use it, how much it asks, and what it has not read. */
export class Poller {
  readonly engine: EngineConnection
  /** The sessions or address groups whose requests are this client's. */
  readonly #owners: ReadonlySet<string>
  readonly #meter: PacketMeter
  /** The answer to its latest poll. */
  #answer: ServerResponse
  #toldAt = Number.NEGATIVE_INFINITY

  constructor(
    engine: EngineConnection,
    owners: readonly string[],
    meter: PacketMeter,
    handshake: ServerResponse,
  ) {
    this.engine = engine
    this.#owners = new Set(owners)
    this.#meter = meter
    this.#answer = handshake
  }

  isOwnedBy(owner: string): boolean {
    return this.#owners.has(owner)
  }

  /** Counts a request; true when it is more within a second than any honest client sends. */
  asksTooMuch(): boolean {
    return this.#meter.isTooMuch(0)
  }

  /** Notes a poll. False when the one before it was answered and not read: no honest client polls then. */
  polls(answer: ServerResponse): boolean {
    if (this.unsentBytes > 0) return false
    // While one poll waits, a second is Engine.IO's to refuse, and the first is still the one that is answered.
    if (this.#answer.writableEnded) this.#answer = answer
    return true
  }

  /** Bytes of the latest answer that the network has not taken. */
  get unsentBytes(): number {
    const { writableEnded, writableFinished, destroyed, writableLength } = this.#answer
    return writableEnded && !writableFinished && !destroyed ? Math.max(1, writableLength) : 0
  }

  /** Is a poll waiting, and was the client told of nothing for `distanceMs`? */
  takesNews(now: number, distanceMs: number): boolean {
    return this.#isWaiting && now - this.#toldAt >= distanceMs
  }

  /** Notes that it was told of a change. */
  told(now: number): void {
    this.#toldAt = now
  }

  get #isWaiting(): boolean {
    const { writeBuffer, transport } = this.engine
    return transport.writable && writeBuffer.length === 0
  }
}
