import type { ServerResponse } from 'node:http'
import type { PacketMeter } from '../edge/packet-meter.ts'
import type { EngineConnection } from './engine-connection.ts'

/**
 * A client that uses long polling: who may use the connection, how often it asks, and what it has not read.
 */
export class Poller {
  readonly engine: EngineConnection
  /** The sessions or address groups whose requests belong to this client. */
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

  /** Counts a request; true if there were more within a second than any honest client sends. */
  asksTooMuch(): boolean {
    return this.#meter.isTooMuch(0)
  }

  /**
   * Notes a poll. False if the previous one was answered and not read: an honest client does not poll then.
   */
  polls(answer: ServerResponse): boolean {
    if (this.unsentBytes > 0) return false
    // While a poll is open, Engine.IO refuses a second one; the answer still goes to the first.
    if (this.#answer.writableEnded) this.#answer = answer
    return true
  }

  /** Bytes of the latest answer that the network has not taken. */
  get unsentBytes(): number {
    const { writableEnded, writableFinished, destroyed, writableLength } = this.#answer
    return writableEnded && !writableFinished && !destroyed ? Math.max(1, writableLength) : 0
  }

  /** Whether a poll is open and nothing was sent for `distanceMs`. */
  takesNews(now: number, distanceMs: number): boolean {
    return this.#isWaiting && now - this.#toldAt >= distanceMs
  }

  /** Notes that a change was sent. */
  told(now: number): void {
    this.#toldAt = now
  }

  get #isWaiting(): boolean {
    const { writeBuffer, transport } = this.engine
    return transport.writable && writeBuffer.length === 0
  }
}
