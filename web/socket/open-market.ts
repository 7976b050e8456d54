import type { Clock } from './clock.ts'
import type { Identity, Listener, Namespace, Request } from './wire.ts'

export interface MarketSocketOptions<N extends Namespace> {
  namespace: N
  listener: Listener
  /** The server's address; the page's own origin when absent. */
  url?: string
  /** The browser's cookie when absent. */
  identity?: Identity
  /** False for a client that wants no market stream. */
  watch?: boolean
  clock?: Clock
}

/** A connection to the market that reconnects until it is closed. */
export interface MarketSocket<N extends Namespace> {
  request: Request<N>
  /** Connects again at once, after signing in or out, or after a refusal. */
  reconnect(): void
  close(): void
}

export type OpenMarket = <N extends Namespace>(options: MarketSocketOptions<N>) => MarketSocket<N>
