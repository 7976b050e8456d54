import type { BuyerToServer, SellerToServer } from '../../shared/protocol/events.ts'
import type {
  Market,
  MarketChanged,
  MarketReset,
  OrderChanged,
  SalesMade,
  SessionOpened,
  StatsChanged,
} from '../../shared/protocol/server-messages.ts'
import type { Refusal } from '../../shared/refusals.ts'
import type { Connection } from './connection.ts'

/** The three rooms of the wire, and what a client may send in each. Boards send nothing. */
export interface Namespaces {
  '/': BuyerToServer
  '/seller': SellerToServer
  '/board': Record<never, never>
}

export type Namespace = keyof Namespaces
export type EventOf<N extends Namespace> = keyof Namespaces[N] & string

type Call<N extends Namespace, E extends EventOf<N>> = Namespaces[N][E] extends (
  payload: infer Payload,
  ack: (reply: infer Answer) => void,
) => void
  ? { payload: Payload; reply: Extract<Answer, { ok: true }> }
  : never

export type PayloadOf<N extends Namespace, E extends EventOf<N>> = Call<N, E>['payload']
/** The ok reply to an event: `{ok: true, …}`. */
export type ReplyOf<N extends Namespace, E extends EventOf<N>> = Call<N, E>['reply']

/**
 * What became of a request. `unknown` means that no answer came (silence, or the connection was lost): the
 * server may have done it or not, and the same id is to be sent again.
 */
export type Outcome<Reply> =
  | { kind: 'ok'; reply: Reply }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'unknown' }

export interface RequestOptions {
  /** How long to wait for the answer before it counts as unknown; 8,000 when absent. */
  timeoutMs?: number
}

/** Sends one event and waits for its answer. Never throws, and never queues: without a connection it is unknown. */
export type Request<N extends Namespace> = <E extends EventOf<N>>(
  event: E,
  payload: PayloadOf<N, E>,
  options?: RequestOptions,
) => Promise<Outcome<ReplyOf<N, E>>>

/** Where in the market's history a client stands. */
export interface Position {
  epoch: string
  seq: number
}

/** What a fold made of a market message; see `Step` of `shared/market-view.ts`. */
export type Folded = 'applied' | 'ignored' | 'fetch' | 'gap'

/** Who keeps what the socket hears. The socket asks for the position anew at each connect. */
export interface Listener {
  position(): Position | null
  opened(message: SessionOpened): void
  reset(message: MarketReset): Folded
  changed(message: MarketChanged): Folded
  /** The market is known to be as the listener has it. */
  unchanged(): void
  /** A whole market that came by `GET /api/market`. */
  loaded(market: Market): void
  order(message: OrderChanged): void
  sales(message: SalesMade): void
  stats(message: StatsChanged): void
  connection(state: Connection): void
  /** Another person uses this browser now: the connection is closed, and nothing more is sent. */
  personChanged?(): void
  /** After every connect, once the market is followed without a gap. */
  inStep(): void
}

/**
 * How a client proves who it is. `cookie`: a browser's own HttpOnly cookie, which no script can read.
 * `token`: programs outside of a browser; null asks for a new guest session, and its token is kept.
 */
export type Identity = { kind: 'cookie' } | { kind: 'token'; token: string | null }
