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
  joinsPerConnectionPerTenSeconds: number
  joinsPerAddressPerTenSeconds: number
}

/** How many connections one address may open, how much one may send, and how often they may join a namespace. */
export class ConnectionRates {
  readonly #on: boolean
  readonly #now: () => number
  readonly #packetsMax: number
  readonly #joinsMax: number
  readonly #joins: WindowCounter
  readonly #connections: RateLimiterMemory
  readonly #pollsMax: number
  readonly #polls: WindowCounter

  /** `now` is monotonic, in ms. */
  constructor(on: boolean, bounds: ConnectionBounds, now: () => number) {
    this.#on = on
    this.#now = now
    this.#packetsMax = bounds.packetsPerConnectionPerSecond
    this.#joinsMax = bounds.joinsPerConnectionPerTenSeconds
    this.#joins = new WindowCounter(bounds.joinsPerAddressPerTenSeconds, 10_000)
    this.#connections = new RateLimiterMemory({
      points: bounds.connectionsPerAddressPerTenSeconds,
      duration: 10,
    })
    this.#pollsMax = bounds.pollsPerConnectionPerSecond
    this.#polls = new WindowCounter(bounds.pollsPerAddressPerTenSeconds, 10_000)
  }

  /** Counts the packets of one connection. */
  packetMeter(): PacketMeter {
    return new PacketMeter(this.#on ? this.#packetsMax : Number.POSITIVE_INFINITY, 1_000, this.#now)
  }

  /** Counts how often one connection joins a namespace, or tries to. */
  joinMeter(): PacketMeter {
    return new PacketMeter(this.#on ? this.#joinsMax : Number.POSITIVE_INFINITY, 10_000, this.#now)
  }

  /** Null when a connection of an address may join a namespace, else in how many ms it may. */
  takeJoin(address: RateKey): number | null {
    return this.#on ? this.#joins.take(address, this.#now()) : null
  }

  /** Counts the HTTP requests of one connection that polls. */
  pollMeter(): PacketMeter {
    return new PacketMeter(this.#on ? this.#pollsMax : Number.POSITIVE_INFINITY, 1_000, this.#now)
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
