import { type BuyerRateBounds, BuyerRates } from './buyer-rates.ts'
import { type ConnectionBounds, ConnectionRates } from './connection-rates.ts'
import { type EventBounds, EventRates } from './event-rates.ts'
import { type NameBounds, NameRates } from './name-rates.ts'
import { type OutputBounds, OutputRates } from './output-rates.ts'
import { type ShopBounds, ShopRates } from './shop-rates.ts'
import { type SignInBounds, SignInRates } from './sign-in-rates.ts'
import { type TransferBounds, TransferRates } from './transfer-rates.ts'

export type RateBounds = EventBounds &
  NameBounds &
  ConnectionBounds &
  SignInBounds &
  TransferBounds &
  OutputBounds &
  ShopBounds &
  BuyerRateBounds

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
    this.events = new EventRates(on, bounds, now)
    this.connections = new ConnectionRates(on, bounds, now)
    this.names = new NameRates(on, bounds, now)
    this.signIns = new SignInRates(on, bounds, now)
    this.buyers = new BuyerRates(on, bounds, now)
    this.transfers = new TransferRates(on, bounds)
    this.output = new OutputRates(on, bounds, now)
    this.shops = new ShopRates(on, bounds, now)
  }
}
