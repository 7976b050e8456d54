import { RateLimiterMemory } from 'rate-limiter-flexible'
import { PacketMeter } from './packet-meter.ts'
import { takePoints } from './points.ts'
import type { RateKey } from './rate-key.ts'
import { WindowCounter } from './window-counter.ts'

export interface ConnectionBounds {
  packetsPerConnectionPerSecond: number
  connectionsPerAddressPerTenSeconds: number
  pollsPerConnectionPerSecond: number
  pollsPerAddressPerTenSeconds: number
}

/** How many connections one address may open, and how much one connection may send. */
export class ConnectionRates {
  readonly #on: boolean
  readonly #now: () => number
  readonly #packetsMax: number
  readonly #connections: RateLimiterMemory
  readonly #pollsMax: number
  readonly #polls: WindowCounter

  /** `now` is monotonic, in ms. */
  constructor(on: boolean, bounds: ConnectionBounds, now: () => number) {
    this.#on = on
    this.#now = now
    this.#packetsMax = bounds.packetsPerConnectionPerSecond
    this.#connections = new RateLimiterMemory({
      points: bounds.connectionsPerAddressPerTenSeconds,
      duration: 10,
    })
    this.#pollsMax = bounds.pollsPerConnectionPerSecond
    this.#polls = new WindowCounter(bounds.pollsPerAddressPerTenSeconds, 10_000)
  }

  /** Counts the packets of one connection. */
  packetMeter(): PacketMeter {
    return new PacketMeter(this.#on ? this.#packetsMax : Number.POSITIVE_INFINITY, this.#now)
  }

  /** Counts the HTTP requests of one connection that polls. */
  pollMeter(): PacketMeter {
    return new PacketMeter(this.#on ? this.#pollsMax : Number.POSITIVE_INFINITY, this.#now)
  }

  /** Null when another HTTP request may be sent to connections that poll, else in how many ms one may. */
  takePoll(key: RateKey): number | null {
    return this.#on ? this.#polls.take(key, this.#now()) : null
  }

  /** Null when another connection may be opened, else in how many ms one may. */
  async take(key: RateKey): Promise<number | null> {
    return this.#on ? takePoints(this.#connections, key) : null
  }
}
