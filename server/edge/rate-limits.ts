import { BuyerRates } from './buyer-rates.ts'
import { ConnectionRates } from './connection-rates.ts'
import { EventRates } from './event-rates.ts'
import type { RateBounds } from './limits.ts'
import { NameRates } from './name-rates.ts'
import { OutputRates } from './output-rates.ts'
import { ShopRates } from './shop-rates.ts'
import { SignInRates } from './sign-in-rates.ts'
import { TransferRates } from './transfer-rates.ts'

/**
 * How much one session and one address may ask for. An address may stand for a thousand honest buyers behind one
 * router, so its bounds are wide; a session's are one person's. Keys expire, so memory is bounded by what came in
 * the last window.
 */
export class RateLimits {
  readonly events: EventRates
  readonly connections: ConnectionRates
  readonly names: NameRates
  readonly signIns: SignInRates
  readonly transfers: TransferRates
  readonly output: OutputRates
  readonly shops: ShopRates
  readonly buyers: BuyerRates

  /** `now` is monotonic, in ms. */
  constructor(on: boolean, bounds: RateBounds, now: () => number) {
    const shared = [on, bounds, now] as const
    this.events = new EventRates(...shared)
    this.connections = new ConnectionRates(...shared)
    this.names = new NameRates(...shared)
    this.signIns = new SignInRates(...shared)
    this.buyers = new BuyerRates(...shared)
    this.transfers = new TransferRates(...shared)
    this.output = new OutputRates(...shared)
    this.shops = new ShopRates(...shared)
  }
}
