import type { Clock } from './clock.ts'
import type { Identity, Listener, Namespace, Request } from './wire.ts'

export interface MarketSocketOptions<N extends Namespace> {
  namespace: N
  listener: Listener
  /** Where the server is; the page's own origin when absent. */
  url?: string
  /** The browser's cookie when absent. */
  identity?: Identity
  /** False for a client that wants no market stream. */
  watch?: boolean
  clock?: Clock
}

/** An open line to the market: it connects by itself, and for ever, until it is closed. */
export interface MarketSocket<N extends Namespace> {
  request: Request<N>
  /** Connects anew at once: after signing in or out, or after a refusal. */
  reconnect(): void
  close(): void
}

export type OpenMarket = <N extends Namespace>(options: MarketSocketOptions<N>) => MarketSocket<N>
