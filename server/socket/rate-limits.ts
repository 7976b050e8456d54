import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

export interface RateBounds {
  commandsPerSessionPerSecond: number
  queriesPerSessionPerSecond: number
  eventsPerAddressPerSecond: number
  packetsPerConnectionPerSecond: number
  connectionsPerAddressPerTenSeconds: number
  signInsPerAddressPerMinute: number
}

/** A packet costs its handling, and its parsing once more for each of these. */
const bytesPerPacket = 4_096

/**
 * How much one session and one address may ask for. An address may stand for a thousand honest buyers behind
 * one router, so its bounds are wide; a session's are one person's. Keys expire, so the memory is bounded by
 * what came in the last window.
 */
export class RateLimits {
  readonly #on: boolean
  readonly #packetsMax: number
  readonly #commands: RateLimiterMemory
  readonly #queries: RateLimiterMemory
  readonly #events: RateLimiterMemory
  readonly #connections: RateLimiterMemory
  readonly #signIns: RateLimiterMemory

  constructor(on: boolean, bounds: RateBounds) {
    this.#on = on
    this.#packetsMax = bounds.packetsPerConnectionPerSecond
    this.#commands = new RateLimiterMemory({ points: bounds.commandsPerSessionPerSecond, duration: 1 })
    this.#queries = new RateLimiterMemory({ points: bounds.queriesPerSessionPerSecond, duration: 1 })
    this.#events = new RateLimiterMemory({ points: bounds.eventsPerAddressPerSecond, duration: 1 })
    this.#connections = new RateLimiterMemory({
      points: bounds.connectionsPerAddressPerTenSeconds,
      duration: 10,
    })
    this.#signIns = new RateLimiterMemory({ points: bounds.signInsPerAddressPerMinute, duration: 60 })
  }

  /**
   * Counts the packets of one connection, those of many kilobytes several times; true from the one on that is
   * more within a second than anybody honest sends.
   */
  packetMeter(now: () => number): (bytes: number) => boolean {
    let since = now()
    let packets = 0
    return (bytes) => {
      if (now() - since >= 1_000) {
        since = now()
        packets = 0
      }
      packets += 1 + bytes / bytesPerPacket
      return this.#on && packets > this.#packetsMax
    }
  }

  /** Null when the event may pass, else for how many ms it may not. */
  async takeEvent(
    { session, address }: { session: { id: string }; address: string },
    kind: 'command' | 'query',
  ): Promise<number | null> {
    if (!this.#on) return null
    const perSession = kind === 'command' ? this.#commands : this.#queries
    return (await take(perSession, session.id)) ?? (await take(this.#events, address))
  }

  /** The same for a new connection of an address. */
  async takeConnection(address: string): Promise<number | null> {
    return this.#on ? take(this.#connections, address) : null
  }

  /** The same for a try to sign in. */
  async takeSignIn(address: string): Promise<number | null> {
    return this.#on ? take(this.#signIns, address) : null
  }
}

async function take(limiter: RateLimiterMemory, key: string): Promise<number | null> {
  try {
    await limiter.consume(key)
    return null
  } catch (error) {
    if (error instanceof RateLimiterRes) return Math.max(1, Math.ceil(error.msBeforeNext))
    throw error
  }
}
