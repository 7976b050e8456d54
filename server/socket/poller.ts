import type { ServerResponse } from 'node:http'
import type { PacketMeter } from '../edge/packet-meter.ts'
import type { Clock } from '../os/clock.ts'
import type { EngineConnection } from './engine-connection.ts'

/** When changes may be sent to one client. */
export interface NewsPace {
  clock: Clock
  /** The interval between changes sent to one client, in ms. */
  distanceMs(): number
}

/** A client that uses long polling: whose it is, how often it asks, and what it has not read. */
export class Poller {
  readonly engine: EngineConnection
  /** The sessions or address groups whose requests belong to this client. */
  readonly #owners: ReadonlySet<string>
  readonly #meter: PacketMeter
  /** The answer to its latest poll. */
  #answer: ServerResponse
  readonly #pace: NewsPace
  #sentAt = Number.NEGATIVE_INFINITY

  constructor(
    engine: EngineConnection,
    owners: readonly string[],
    meter: PacketMeter,
    handshake: ServerResponse,
    pace: NewsPace,
  ) {
    this.engine = engine
    this.#owners = new Set(owners)
    this.#meter = meter
    this.#answer = handshake
    this.#pace = pace
  }

  isOwnedBy(owner: string): boolean {
    return this.#owners.has(owner)
  }

  /** Counts a request; true if there were more within a second than any honest client sends. */
  asksTooMuch(): boolean {
    return this.#meter.isTooMuch(0)
  }

  /** Notes a poll. False while the last answer is unread: an honest client does not poll then. */
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

  /** Whether a poll is open and the last change was sent long enough ago. */
  takesNews(): boolean {
    const { writeBuffer, transport } = this.engine
    const isWaiting = transport.writable && writeBuffer.length === 0
    return isWaiting && this.#pace.clock.monotonic() - this.#sentAt >= this.#pace.distanceMs()
  }

  /** Notes that a change was sent. */
  newsSent(): void {
    this.#sentAt = this.#pace.clock.monotonic()
  }
}
