import type { Logger } from 'pino'
import type { z } from 'zod/mini'
import { plainPurchase, type SessionRename } from '../../shared/protocol/buyer-messages.ts'
import { buyerEvents, sellerEvents } from '../../shared/protocol/events.ts'
import type { ProductLedger, SellerOrderList, StatsGet } from '../../shared/protocol/seller-messages.ts'
import { refuse } from '../../shared/refusals.ts'
import type { OrderContext } from '../broadcast/views.ts'
import type { Actor, Wish } from '../market/command.ts'
import type { DurableMarket } from '../market/state.ts'
import type { Outcome } from '../queue/outcome.ts'
import type { CommandQueue } from '../queue/queue.ts'
import type { Sessions } from '../session/sessions.ts'
import type { Session } from '../session/tokens.ts'
import type { MarketSales } from '../stats/market-sales.ts'
import type { StatsNews } from '../stats/stats-news.ts'
import { getStats, listLedger, listOwnOrders, listShopOrders } from './queries.ts'
import type { RateLimits } from './rate-limits.ts'
import { failed, invalid, invalidAction, type Reply, replyOf } from './replies.ts'
import { cancelOwnWish, contentOf, purchaseWish, sellerWishes } from './wishes.ts'

/** Who sent an event: one namespace of one connection. */
export interface Sender {
  connectionId: string
  session: Session
  address: string
  /** Bytes that this client was sent and has not read. */
  queued(): number
  /** Ends the connection. */
  cutOff(reason: string): void
  /** The connection's last query: the next one waits for it. */
  readonly asking: { last: Promise<void> }
}

export interface DispatcherParts {
  market: DurableMarket
  queue: CommandQueue
  sessions: Sessions
  sales: MarketSales
  statsNews: StatsNews
  orders: OrderContext
  rates: RateLimits
  logger: Logger
  scannedPerPageMax: number
  unreadQueryBytesMax: number
  onOutcome?(event: string, code: string, tookMs: number): void
  now(): number
  /** In ms since 1970. */
  wallClock(): number
}

type Answer = (reply: Reply) => void

/** An event as it came; `known` is absent where there is no such event. */
interface Asked {
  known: Event | undefined
  name: string
  payload: unknown
}

/** How soon a client that did not read may ask again. */
const mustReadRetryMs = 500

/** How many lines of orders, ledgers and figures an answer has. */
function linesOf(reply: Reply): number {
  if (!reply.ok) return 0
  const lists = [reply.orders, reply.movements, reply.buckets, reply.products].filter((list) =>
    Array.isArray(list),
  )
  return lists.flat().reduce((sum: number, one: { lines?: unknown[] }) => sum + (one.lines?.length ?? 1), 0)
}

/** What is done with an event once its payload has been checked. */
type Handler = (sender: Sender, payload: never, answer: Answer) => void | Promise<void>

interface Event {
  kind: 'command' | 'query'
  schema: z.ZodMiniType
  /** What the schema would make of a payload, at a fraction of its cost; null where the schema must be asked. */
  atOnce?: (payload: unknown) => object | null
  handle: Handler
}

/**
 * From a client's event to its reply: rate, schema, then the queue or a read. Whatever comes in, an answer goes
 * out, and nothing that is thrown here goes further.
 */
export class Dispatcher {
  readonly #parts: DispatcherParts
  readonly #buyerEvents: ReadonlyMap<string, Event>
  readonly #sellerEvents: ReadonlyMap<string, Event>

  constructor(parts: DispatcherParts) {
    this.#parts = parts
    this.#buyerEvents = new Map(Object.entries(this.#forBuyers()))
    this.#sellerEvents = new Map(Object.entries(this.#forSellers()))
  }

  /** Handles one event of a namespace; `answer` is called once, but for a command whose fate is unknown. */
  dispatch(namespace: string, sender: Sender, name: string, payload: unknown, answer: Answer): void {
    const start = this.#parts.now()
    const known = this.#eventsOf(namespace).get(name)
    const finish: Answer = (reply) => {
      const code = reply.ok ? 'ok' : reply.error.code
      this.#parts.onOutcome?.(known ? name : 'unknown', code, this.#parts.now() - start)
      answer(reply)
    }
    const asked = { known, name, payload }
    // One query of a connection at a time, so that what one cost counts before the next.
    if (known?.kind === 'query')
      sender.asking.last = sender.asking.last.then(() => this.#handle(asked, sender, finish))
    else void this.#handle(asked, sender, finish)
  }

  /** Does a namespace know this event? */
  knows(namespace: string, name: string): boolean {
    return this.#eventsOf(namespace).has(name)
  }

  /** Answers whatever comes; never throws or rejects. A command is in the queue when this returns. */
  #handle(asked: Asked, sender: Sender, finish: Answer): void | Promise<void> {
    const { known, payload } = asked
    try {
      const kind = known?.kind ?? 'query'
      const retryAfterMs = this.#mustRead(sender, kind) ?? this.#parts.rates.takeEvent(sender, kind)
      if (retryAfterMs !== null) return this.#slowDown(sender, retryAfterMs, finish)
      if (!known) return finish(invalidAction)
      const plain = known.atOnce?.(payload)
      const checked = plain ? null : known.schema.safeParse(payload)
      if (checked?.error) return finish(invalid(checked.error))
      return known
        .handle(sender, (plain ?? checked?.data) as never, finish)
        ?.catch((error) => this.#fail(error, asked, sender, finish))
    } catch (error) {
      this.#fail(error, asked, sender, finish)
    }
  }

  #fail(error: unknown, { name }: Asked, sender: Sender, finish: Answer): void {
    this.#parts.logger.error({ error, event: name, session: sender.session.id }, 'a handler threw')
    finish(failed(refuse('unavailable', { retryAfterMs: 1_000 })))
  }

  /** Tells a client when to come again; one that does not hear it is cut off. */
  #slowDown(sender: Sender, retryAfterMs: number, finish: Answer): void {
    if (this.#parts.rates.isFlood(sender)) return sender.cutOff('asks too much')
    finish(failed(refuse('too_many_requests', { retryAfterMs })))
  }

  /** A client that asks and does not read is answered nothing large; for how many ms, or null. */
  #mustRead(sender: Sender, kind: Event['kind']): number | null {
    return kind === 'query' && sender.queued() > this.#parts.unreadQueryBytesMax ? mustReadRetryMs : null
  }

  /** Answers a query, and counts what its answer costs. */
  #answerQuery(sender: Sender, reply: Reply, answer: Answer): void {
    answer(reply)
    this.#parts.rates.charge(sender, linesOf(reply))
  }

  #eventsOf(namespace: string): ReadonlyMap<string, Event> {
    if (namespace === '/') return this.#buyerEvents
    return namespace === '/seller' ? this.#sellerEvents : new Map()
  }

  #forBuyers(): Record<keyof typeof buyerEvents, Event> {
    return {
      'purchase:create': {
        ...this.#command('purchase:create', buyerEvents['purchase:create'], purchaseWish),
        atOnce: plainPurchase,
      },
      'order:cancel': this.#command('order:cancel', buyerEvents['order:cancel'], ({ orderId }) =>
        cancelOwnWish(orderId),
      ),
      'order:list': {
        kind: 'query',
        schema: buyerEvents['order:list'],
        handle: (sender, query: Parameters<typeof listOwnOrders>[2], answer) =>
          this.#answerQuery(sender, listOwnOrders(this.#parts, sender.session.buyerId, query), answer),
      },
      'session:rename': {
        kind: 'query',
        schema: buyerEvents['session:rename'],
        handle: async ({ session }, { name }: SessionRename, answer) =>
          answer({ ok: true, session: await this.#parts.sessions.rename(session, name) }),
      },
    }
  }

  #forSellers(): Record<keyof typeof sellerEvents, Event> {
    const commands = Object.fromEntries(
      Object.entries(sellerWishes).map(([name, wish]) => [
        name,
        this.#sellerCommand(
          name as keyof typeof sellerWishes,
          wish as (payload: never, shopId: number) => Wish,
        ),
      ]),
    ) as Record<keyof typeof sellerWishes, Event>
    return {
      ...commands,
      'product:ledger': {
        kind: 'query',
        schema: sellerEvents['product:ledger'],
        handle: (sender, query: ProductLedger, answer) =>
          this.#answerQuery(
            sender,
            this.#asSeller(sender, (actor) => listLedger(this.#parts, actor, query)),
            answer,
          ),
      },
      'stats:get': {
        kind: 'query',
        schema: sellerEvents['stats:get'],
        handle: (sender, query: StatsGet, answer) =>
          this.#answerQuery(sender, this.#stats(sender, query), answer),
      },
      'order:list': {
        kind: 'query',
        schema: sellerEvents['order:list'],
        handle: (sender, query: SellerOrderList, answer) =>
          this.#answerQuery(
            sender,
            this.#asSeller(sender, (actor) =>
              listShopOrders(this.#parts, actor, query.shopId ?? this.#ownShopOf(sender), query),
            ),
            answer,
          ),
      },
    }
  }

  /** Whose figures were asked for last is whose changes are told. */
  #stats(sender: Sender, query: StatsGet): Reply {
    const shopId = query.shopId ?? this.#ownShopOf(sender)
    const reply = this.#asSeller(sender, (actor) => getStats(this.#parts, actor, shopId, query.range))
    if (reply.ok) this.#parts.statsNews.turnTo(sender.connectionId, shopId)
    return reply
  }

  #command<Payload extends { id: string }>(
    name: string,
    schema: z.ZodMiniType<Payload>,
    wishOf: (payload: Payload) => Wish,
  ): Event {
    const handle = (sender: Sender, payload: Payload, answer: Answer): void =>
      this.#submit(sender, this.#parts.sessions.buyer(sender.session), name, payload, wishOf(payload), answer)
    return { kind: 'command', schema, handle }
  }

  #sellerCommand(name: keyof typeof sellerWishes, wishOf: (payload: never, shopId: number) => Wish): Event {
    const handle = (sender: Sender, payload: { id: string }, answer: Answer): void => {
      const actor = this.#parts.sessions.seller(sender.session)
      if (!actor) return answer(failed(refuse('forbidden')))
      this.#submit(sender, actor, name, payload, wishOf(payload as never, this.#ownShopOf(sender)), answer)
    }
    return { kind: 'command', schema: sellerEvents[name], handle }
  }

  /** The shop that is meant where none is named; 0, which is no shop, for one who sells nothing. */
  #ownShopOf({ session }: Sender): number {
    return this.#parts.sessions.ownShopOf(session) ?? 0
  }

  #asSeller({ session }: Sender, read: (actor: Actor) => Reply): Reply {
    const actor = this.#parts.sessions.seller(session)
    return actor ? read(actor) : failed(refuse('forbidden'))
  }

  #submit(
    sender: Sender,
    actor: Actor,
    event: string,
    payload: { id: string },
    wish: Wish,
    answer: Answer,
  ): void {
    const { queue, market, orders, logger } = this.#parts
    const { id } = payload
    const command = { id, actor, content: contentOf(event, payload), wish }
    const reply = (outcome: Outcome): void => {
      const code = outcome.kind === 'done' ? 'ok' : outcome.refusal.code
      logger.debug({ command: id, event, code }, 'command')
      try {
        answer(replyOf(outcome, market, orders))
      } catch (error) {
        logger.error({ error, command: id }, 'a reply could not be made')
      }
    }
    // A session has one turn, however many connections it has; the operator's programs have one each.
    const { session, connectionId } = sender
    queue.submit(connectionId, command, reply, session.isOperatorProgram ? connectionId : session.id)
  }
}
