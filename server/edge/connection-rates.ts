import { Limits, windowMsOf } from './limits.ts'
import { PacketMeter } from './packet-meter.ts'
import type { RateKey } from './rate-key.ts'

/** How many connections one address may open, how much one may send, and how often they may join a namespace. */
export class ConnectionRates extends Limits {
  readonly #joins = this.window('joinsPerAddressPerTenSeconds')
  readonly #connections = this.window('connectionsPerAddressPerTenSeconds')
  readonly #polls = this.window('pollsPerAddressPerTenSeconds')

  /** Counts the packets of one connection. */
  packetMeter(): PacketMeter {
    return this.#meter('packetsPerConnectionPerSecond')
  }

  /** Counts how often one connection joins a namespace, or tries to. */
  joinMeter(): PacketMeter {
    return this.#meter('joinsPerConnectionPerTenSeconds')
  }

  /** Counts the HTTP requests of one connection that polls. */
  pollMeter(): PacketMeter {
    return this.#meter('pollsPerConnectionPerSecond')
  }

  /** Null when a connection of an address may join a namespace, else in how many ms it may. */
  takeJoin(key: RateKey): number | null {
    return this.#joins.take(key, this.now())
  }

  /** Null when another HTTP request may be sent to connections that poll, else in how many ms one may. */
  takePoll(key: RateKey): number | null {
    return this.#polls.take(key, this.now())
  }

  /** Null when another connection may be opened, else in how many ms one may. */
  take(key: RateKey): number | null {
    return this.#connections.take(key, this.now())
  }

  #meter(name: Parameters<typeof windowMsOf>[0]): PacketMeter {
    return new PacketMeter(this.max(name), windowMsOf(name), this.now)
  }
}
