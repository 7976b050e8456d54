import type { Logger } from 'pino'
import type { z } from 'zod/mini'
import { plainPurchase, type SessionRename } from '../../shared/protocol/buyer-messages.ts'
import { buyerEvents, rightOfEvent, sellerEvents } from '../../shared/protocol/events.ts'
import type { ProductLedger, SellerOrderList, StatsGet } from '../../shared/protocol/seller-messages.ts'
import { refuse } from '../../shared/refusals.ts'
import type { BuyerCommand } from '../edge/buyer-rates.ts'
import type { Actor, Command, CommandEnvelope } from '../market/command.ts'
import { houseShopId } from '../market/shops.ts'
import type { Outcome } from '../queue/outcome.ts'
import type { CommandQueue } from '../queue/queue.ts'
import { type About, actingIn, type InShop, shopOfEvent } from '../session/acting.ts'
import type { Networks } from '../session/networks.ts'
import type { PickupNames } from '../session/pickup-names.ts'
import type { Sessions } from '../session/sessions.ts'
import type { StatsNotifier } from '../stats/stats-notifier.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { BuyerCommands, type BuyerCommandsDependencies } from './buyer-commands.ts'
import { cancelOwnCommand, envelopeOf, imagesOf, purchaseCommand, sellerCommands } from './commands.ts'
import { Queries, type QueryDependencies } from './queries.ts'
import { encodeReply, failed, invalid, invalidAction, linesOf, type Reply, replyOf } from './replies.ts'
import { msUntilRoom, mustReadRetryMs, type Sender } from './sender.ts'

export interface DispatcherDependencies extends BuyerCommandsDependencies, QueryDependencies {
  market: DurableMarket
  networks: Networks
  queue: CommandQueue
  sessions: Sessions
  pickupNames: PickupNames
  statsNotifier: StatsNotifier
  logger: Logger
  unreadQueryBytesMax: number
  waitingQueriesMax: number
  /** A command refers to this image. */
  onImageNamed?(hash: string): void
  onOutcome?(event: string, code: string, tookMs: number): void
}

type Answer = (reply: Reply) => void

/** An event as received; `known` is absent for an unknown event. */
interface Asked {
  known: Event | undefined
  name: string
  payload: unknown
  sender: Sender
  /** Monotonic, in ms. */
  at: number
  answer: Answer
}

/** Handles an event after its payload was validated. */
type Handler = (asked: Asked, payload: never) => void | Promise<void>

interface Event {
  kind: 'command' | 'query'
  schema: z.ZodMiniType
  /** A faster equivalent of the schema; returns null if only the schema can decide. */
  atOnce?: (payload: unknown) => object | null
  handle: Handler
}

/**
 * Turns a client's event into its reply: rate limit, schema, then the queue or a query. Every event is
 * answered, and no exception leaves this class.
 */
export class Dispatcher {
  readonly #dependencies: DispatcherDependencies
  readonly #buyerEvents: ReadonlyMap<string, Event>
  readonly #sellerEvents: ReadonlyMap<string, Event>
  readonly #buyerCommands: BuyerCommands
  readonly #queries: Queries

  constructor(dependencies: DispatcherDependencies) {
    this.#dependencies = dependencies
    this.#buyerCommands = new BuyerCommands(dependencies)
    this.#queries = new Queries(dependencies)
    this.#buyerEvents = new Map(Object.entries(this.#forBuyers()))
    this.#sellerEvents = new Map(Object.entries(this.#forSellers()))
  }

  /** Handles one event; `answer` is called once, except for a command whose outcome is unknown. */
  dispatch(namespace: string, sender: Sender, name: string, payload: unknown, answer: Answer): void {
    const known = this.#eventsOf(namespace).get(name)
    const asked = { known, name, payload, sender, at: this.#dependencies.clock.monotonic(), answer }
    if (known?.kind !== 'query') return void this.#handle(asked)
    const waits = sender.queries.take(() => this.#handle(asked), this.#dependencies.waitingQueriesMax)
    if (!waits) this.#slowDown(asked, mustReadRetryMs)
  }

  /** Whether a namespace has this event. */
  knows(namespace: string, name: string): boolean {
    return this.#eventsOf(namespace).has(name)
  }

  /** Always answers; never throws or rejects. A command is in the queue when this returns. */
  #handle(asked: Asked): void | Promise<void> {
    const { known, payload, sender } = asked
    try {
      const kind = known?.kind ?? 'query'
      const mustWaitMs = kind === 'query' ? msUntilRoom(sender, this.#dependencies.unreadQueryBytesMax) : null
      const retryAfterMs = mustWaitMs ?? this.#dependencies.rates.events.take(sender, kind, asked.at)
      if (retryAfterMs !== null) return this.#slowDown(asked, retryAfterMs)
      if (!known) return this.#answer(asked, invalidAction)
      const plain = known.atOnce?.(payload)
      const checked = plain ? null : known.schema.safeParse(payload)
      if (checked?.error) return this.#answer(asked, invalid(checked.error))
      return known
        .handle(asked, (plain ?? checked?.data) as never)
        ?.catch((error) => this.#fail(error, asked))
    } catch (error) {
      this.#fail(error, asked)
    }
  }

  #answer({ known, name, at, answer }: Asked, reply: Reply): void {
    const code = reply.ok ? 'ok' : reply.error.code
    this.#dependencies.onOutcome?.(known ? name : 'unknown', code, this.#dependencies.clock.monotonic() - at)
    answer(reply)
  }

  #fail(error: unknown, asked: Asked): void {
    const { name, sender } = asked
    this.#dependencies.logger.error({ error, event: name, session: sender.session.id }, 'a handler threw')
    this.#answer(asked, failed(refuse('unavailable', { retryAfterMs: 1_000 })))
  }

  /** Tells a client when to retry; cuts off one that ignores it. */
  #slowDown(asked: Asked, retryAfterMs: number): void {
    if (this.#dependencies.rates.events.isFlood(asked.sender)) return asked.sender.cutOff('asks too much')
    this.#answer(asked, failed(refuse('too_many_requests', { retryAfterMs })))
  }

  /** A query, which is charged for the size of its answer. */
  #query<Query>(schema: z.ZodMiniType<Query>, read: (sender: Sender, query: Query) => Reply): Event {
    const handle = (asked: Asked, query: Query): void => {
      const reply = read(asked.sender, query)
      this.#answer(asked, reply)
      this.#dependencies.rates.events.charge(asked.sender, linesOf(reply))
      asked.sender.output.spend(encodeReply(reply).length)
    }
    return { kind: 'query', schema, handle }
  }

  #eventsOf(namespace: string): ReadonlyMap<string, Event> {
    if (namespace === '/') return this.#buyerEvents
    return namespace === '/seller' ? this.#sellerEvents : new Map()
  }

  #forBuyers(): Record<keyof typeof buyerEvents, Event> {
    return {
      'purchase:create': {
        ...this.#buyerCommand('purchase:create', buyerEvents['purchase:create'], purchaseCommand),
        atOnce: plainPurchase,
      },
      'order:cancel': this.#buyerCommand('order:cancel', buyerEvents['order:cancel'], cancelOwnCommand),
      'order:list': this.#query(buyerEvents['order:list'], ({ session }, query) =>
        this.#queries.ordersOfBuyer(session.buyerId, query),
      ),
      'session:rename': {
        kind: 'query',
        schema: buyerEvents['session:rename'],
        handle: async (asked, { name }: SessionRename) => {
          const retryAfterMs = this.#dependencies.rates.takeName(asked.sender)
          if (retryAfterMs !== null) return this.#slowDown(asked, retryAfterMs)
          const session = await this.#dependencies.sessions.rename(asked.sender.session, name)
          this.#answer(asked, { ok: true, session })
        },
      },
    }
  }

  #forSellers(): Record<keyof typeof sellerEvents, Event> {
    const commands = Object.fromEntries(
      Object.entries(sellerCommands).map(([name, command]) => [
        name,
        this.#sellerCommand(
          name as keyof typeof sellerCommands,
          command as (payload: never, shopId: number) => Command,
        ),
      ]),
    ) as Record<keyof typeof sellerCommands, Event>
    return {
      ...commands,
      'product:ledger': this.#sellerQuery('product:ledger', (actor, _, query: ProductLedger) =>
        this.#queries.ledger(actor, query),
      ),
      'stats:get': this.#sellerQuery('stats:get', (actor, shopId, { range }: StatsGet, sender) => {
        const reply = this.#queries.stats(actor, shopId, range)
        // A connection follows the figures that it asked for last.
        if (reply.ok) this.#dependencies.statsNotifier.turnTo(sender.connectionId, shopId)
        return reply
      }),
      'order:list': this.#sellerQuery('order:list', (actor, shopId, query: SellerOrderList) =>
        this.#queries.ordersOfShop(actor, shopId, query),
      ),
    }
  }

  #sellerQuery<Query extends object>(
    name: keyof typeof sellerEvents,
    read: (actor: Actor, shopId: number, query: Query, sender: Sender) => Reply,
  ): Event {
    const schema = sellerEvents[name] as z.ZodMiniType as z.ZodMiniType<Query>
    return this.#query(schema, (sender, query) => {
      const { actor, shopId, refusal } = this.#inShop(sender, name, query)
      return actor ? read(actor, shopId, query, sender) : failed(refusal)
    })
  }

  #buyerCommand<Payload extends { id: string }>(
    name: BuyerCommand,
    schema: z.ZodMiniType<Payload>,
    commandOf: (payload: Payload) => Command,
  ): Event {
    const handle = (asked: Asked, payload: Payload): void => {
      const refusal = this.#buyerCommands.admit(asked.sender, name, payload.id, asked.at)
      if (refusal) return this.#answer(asked, failed(refusal))
      const buyer = this.#dependencies.sessions.buyer(asked.sender.session)
      this.#submit(asked, envelopeOf(name, payload, buyer, commandOf(payload)), name)
    }
    return { kind: 'command', schema, handle }
  }

  #sellerCommand(
    name: keyof typeof sellerCommands,
    commandOf: (payload: never, shopId: number) => Command,
  ): Event {
    const handle = (asked: Asked, payload: { id: string } & About): void => {
      const { actor, refusal } = this.#inShop(asked.sender, name, payload)
      if (!actor) return this.#answer(asked, failed(refusal))
      const command = commandOf(payload as never, this.#ownShopOf(asked.sender))
      for (const image of imagesOf(command)) this.#dependencies.onImageNamed?.(image)
      const retryAfterMs = this.#takeCreated(actor, command)
      if (retryAfterMs !== null) return this.#slowDown(asked, retryAfterMs)
      this.#submit(asked, envelopeOf(name, payload, actor, command))
    }
    return { kind: 'command', schema: sellerEvents[name], handle }
  }

  /** The house shop has no limit, nor has the operator. */
  #takeCreated(actor: Actor, command: Command): number | null {
    if (command.type !== 'product:create' || actor.kind !== 'seller') return null
    // What is refused, because they do not work there, must not count against that shop.
    const isCounted = actor.shopId === command.shopId && actor.shopId !== houseShopId
    return isCounted ? this.#dependencies.rates.takeCreated(actor.shopId, 1) : null
  }

  /** The shop to use if none is named; 0, which is no shop, if the sender has none. */
  #ownShopOf({ session }: Sender): number {
    return this.#dependencies.sessions.ownShopOf(session) ?? 0
  }

  /** Who acts in the shop that an event concerns, or why they may not. */
  #inShop(sender: Sender, name: keyof typeof sellerEvents, payload: About): InShop {
    const { sessions, market } = this.#dependencies
    const shopId = shopOfEvent(market, payload) ?? this.#ownShopOf(sender)
    return actingIn(sessions, sender.session, shopId, rightOfEvent(name, payload))
  }

  #submit(asked: Asked, envelope: CommandEnvelope, admittedAs?: BuyerCommand): void {
    const { queue, market, orders, pickupNames, logger } = this.#dependencies
    const reply = (outcome: Outcome): void => {
      if (admittedAs) this.#buyerCommands.settle(asked.sender, admittedAs, envelope.id, outcome)
      const code = outcome.kind === 'done' ? 'ok' : outcome.refusal.code
      logger.debug({ command: envelope.id, event: asked.name, code }, 'command')
      // Not before a name is saved: the order may change meanwhile.
      const answer = (): void => {
        try {
          this.#answer(asked, replyOf(outcome, market, orders))
        } catch (error) {
          logger.error({ error, command: envelope.id }, 'a reply could not be made')
        }
      }
      const isOrdered = outcome.kind === 'done' && envelope.command.type === 'purchase:create'
      const saving = isOrdered ? pickupNames.ordered(envelope.actor.id) : null
      if (saving === null) answer()
      else void saving.then(answer)
    }
    // All connections of a session share a turn; each connection of the operator's programs has its own.
    const { session, connectionId } = asked.sender
    queue.submit(connectionId, envelope, reply, session.isOperatorProgram ? connectionId : session.id)
  }
}
