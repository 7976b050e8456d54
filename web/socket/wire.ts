import type { z } from 'zod/mini'
import type { Brand } from '../../shared/protocol/brand-messages.ts'
import type {
  BuyerReplies,
  buyerEvents,
  Ok,
  SellerReplies,
  sellerEvents,
} from '../../shared/protocol/events.ts'
import type {
  Market,
  MarketChanged,
  MarketReset,
  OrderChanged,
  SalesMade,
  SalesPace,
  SessionOpened,
} from '../../shared/protocol/server-messages.ts'
import type { SalesStats } from '../../shared/protocol/shapes.ts'
import type { Refusal } from '../../shared/refusals.ts'
import type { Clock } from './clock.ts'
import type { Connection } from './connection.ts'

/** The three namespaces: what a client may send in each, and what is replied. Boards send nothing. */
interface Namespaces {
  '/': { events: typeof buyerEvents; replies: BuyerReplies }
  '/seller': { events: typeof sellerEvents; replies: SellerReplies }
  '/board': { events: Record<never, never>; replies: Record<never, never> }
}

export type Namespace = keyof Namespaces
export type EventOf<N extends Namespace> = keyof Namespaces[N]['events'] &
  keyof Namespaces[N]['replies'] &
  string
export type PayloadOf<N extends Namespace, E extends EventOf<N>> = z.infer<Namespaces[N]['events'][E]>
/** The ok reply to an event: `{ok: true, …}`. */
export type ReplyOf<N extends Namespace, E extends EventOf<N>> = Ok<Namespaces[N]['replies'][E]>

/** `unknown`: no answer arrived, so the server may have executed the request or not. Send the same id again. */
export type Outcome<Reply> =
  | { kind: 'ok'; reply: Reply }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'unknown' }

/** Sends one event and waits for its answer. Never throws or queues: without a connection it is `unknown`. */
export type Request<N extends Namespace> = <E extends EventOf<N>>(
  event: E,
  payload: PayloadOf<N, E>,
) => Promise<Outcome<ReplyOf<N, E>>>

/** A client's position in the market's history. */
export interface Position {
  epoch: string
  seq: number
}

/** The result of applying a market message; see `Step` of `shared/market-view.ts`. */
export type Folded = 'applied' | 'ignored' | 'fetch' | 'gap'

/** Receives the socket's messages. The socket reads `position` at each connect. */
export interface Listener {
  position(): Position | null
  opened(message: SessionOpened): void
  reset(message: MarketReset): Folded
  changed(message: MarketChanged): Folded
  /** The server confirmed that the listener's market is current. */
  unchanged(): void
  /** A whole market, loaded from `GET /api/market`. */
  loaded(market: Market): void
  order(message: OrderChanged): void
  sales(message: SalesMade): void
  /** How the market looks; sent when its operator has set or changed something. */
  brand(message: Brand): void
  /** How much was sold within the last minute. */
  pace(message: SalesPace): void
  /** Today's figures of a shop: the seller's, or the one that the operator asked about last. */
  stats(message: SalesStats): void
  connection(state: Connection): void
  /** Another person uses this browser now. The connection is closed, and nothing more is sent. */
  personChanged(): void
  /** Called after every connect, once the market is followed without a gap. */
  inStep(): void
}

/**
 * How a client authenticates. `cookie`: a browser's HttpOnly cookie, which no script can read. `token`: for programs
 * outside of a browser; null requests a new guest session, whose token is then used.
 */
export type Identity = { kind: 'cookie' } | { kind: 'token'; token: string | null }

export interface MarketSocketOptions<N extends Namespace> {
  namespace: N
  listener: Listener
  /** The server's address; undefined for the page's own origin. */
  url: string | undefined
  identity: Identity
  clock: Clock
}

/** A connection to the market that reconnects until it is closed. */
export interface MarketSocket<N extends Namespace> {
  request: Request<N>
  /** Connects again at once, after signing in or out, or after a refusal. */
  reconnect(): void
  close(): void
}

export type OpenMarket = <N extends Namespace>(options: MarketSocketOptions<N>) => MarketSocket<N>
