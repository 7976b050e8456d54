import { limits } from '../../shared/protocol/limits.ts'
import type { MarketReset } from '../../shared/protocol/server-messages.ts'
import type { Clock, Timer } from '../clock.ts'
import type { DurableMarket } from '../market/state.ts'
import type { Committed } from '../queue/queue.ts'
import type { Audience } from './audience.ts'
import { ChangeRing } from './change-ring.ts'
import type { Connection } from './connection.ts'
import { MarketPage, type Page } from './market-page.ts'
import { type Marks, marksOf } from './marks.ts'
import { Message, marketChanged, salesMade } from './messages.ts'
import { OrderNews } from './order-news.ts'
import { SalesTally } from './sales-tally.ts'
import { isStalled, takesMore } from './stalling.ts'
import type { Subscriber, Subscription } from './subscriber.ts'
import type { OrderContext } from './views.ts'

export interface BroadcastBounds {
  tickMs: number
  tickMsMax: number
  ringEntriesMax: number
  resumeEntriesMax: number
  heartbeatMs: number
  unsentBytesMax: number
  stalledMsMax: number
  pendingOrdersMax: number
  ordersPerTickMax: number
  salesPerTickMax: number
  pageChunkProducts: number
}

export interface BroadcasterParts {
  market: DurableMarket
  marketName: string
  clock: Clock
  bounds: BroadcastBounds
  orders: OrderContext
  /** Marks of the journal's tail, oldest first: a client that was there before the restart is resumed by them. */
  tail: readonly Marks[]
  onEncoded?(event: string, length: number): void
  onTick?(tookMs: number): void
}

/**
 * The one place that emits. Changes are merged per tick; every connection has a position in the journal, and
 * all at the same position (in step, all of them) share one encoded message. Who does not read stays at its
 * position, is sent one merged change once it reads again, and costs nobody else anything.
 */
export class Broadcaster {
  readonly #parts: BroadcasterParts
  readonly #ring: ChangeRing
  readonly #pages = new Map<string, MarketPage>()
  readonly #making = new Set<MarketPage>()
  readonly #subscribers = new Map<string, Subscriber>()
  readonly #orderNews: OrderNews
  readonly #sales: SalesTally
  /** Messages of this tick, and of everything since the market's last change, by audience and position. */
  #changes = new Map<string, Message | null>()
  #changesSeq = -1
  /** Positions of pages that were served lately: who fetched one may resume from it, however old. */
  readonly #servedSeqs: number[] = []
  #tick: Timer | null = null
  #tickedAt = Number.NEGATIVE_INFINITY
  #tickTookMs = 0
  #heartbeat: Timer

  constructor(parts: BroadcasterParts) {
    this.#parts = parts
    this.#ring = new ChangeRing(parts.bounds.ringEntriesMax, parts.market.counters.seq - parts.tail.length)
    for (const marks of parts.tail) this.#ring.push(marks)
    this.#orderNews = new OrderNews(parts)
    this.#sales = new SalesTally(parts.bounds.salesPerTickMax)
    this.#heartbeat = parts.clock.schedule(parts.bounds.heartbeatMs / 10, () => this.#beat())
  }

  get connections(): number {
    return this.#subscribers.size
  }

  /** Takes in what the queue committed; connections hear of it at the next tick. */
  committed({ entries }: Committed): void {
    for (const { entry, source } of entries) {
      const marks = marksOf(entry, this.#parts.market)
      this.#ring.push(marks)
      for (const page of this.#pages.values()) page.touched(marks)
      for (const page of this.#making) page.touched(marks)
      this.#orderNews.add(marks, source)
      this.#sales.add(entry)
    }
    this.#scheduleTick()
  }

  /**
   * Brings a connection into step: sends it exactly one `market:changed` (where changes do) or `market:reset`,
   * and from then on all that its subscription asks for.
   */
  join(connection: Connection, subscription: Subscription): void {
    // Who comes again and again and reads nothing would be handed a market each time.
    if (connection.queued() > this.#parts.bounds.unsentBytesMax) return connection.close('reads too slowly')
    const { audience, orders, sales, watch, has } = subscription
    const subscriber: Subscriber = {
      connection,
      audience,
      orders,
      sales,
      position: null,
      pendingOrders: new Set(),
      sentAt: this.#parts.clock.monotonic(),
      stalledSince: null,
      queuedBefore: 0,
    }
    this.#subscribers.set(connection.id, subscriber)
    this.#orderNews.join(subscriber)
    if (watch) this.#start(subscriber, has)
    if (sales) connection.send(this.#encode('sales:made', salesMade(this.#parts.market, [])))
  }

  leave(connectionId: string): void {
    const subscriber = this.#subscribers.get(connectionId)
    if (!subscriber) return
    this.#subscribers.delete(connectionId)
    this.#orderNews.leave(subscriber)
  }

  /** The page of an audience, encoded off the hot path; who gets it may resume from it. */
  async page(audience: Audience): Promise<Page> {
    const making = this.#pageOf(audience)
    // A page that is not kept must hear, as long as it is made, of what changes behind it.
    this.#making.add(making)
    const page = await making.encodeInSteps(this.#parts.clock).finally(() => this.#making.delete(making))
    this.#servedSeqs.push(page.seq)
    if (this.#servedSeqs.length > 8) this.#servedSeqs.shift()
    return page
  }

  close(): void {
    this.#tick?.cancel()
    this.#heartbeat.cancel()
    for (const { connection } of this.#subscribers.values()) connection.close('server stops')
    this.#subscribers.clear()
  }

  #start(subscriber: Subscriber, has: Subscription['has']): void {
    const { epoch, seq } = this.#parts.market.counters
    if (has && has.epoch === epoch && this.#resumes(has.seq)) {
      const message = this.#changeFrom(subscriber.audience, has.seq)
      if (message) {
        subscriber.position = seq
        return subscriber.connection.send(message)
      }
    }
    this.#reset(subscriber)
  }

  #resumes(seq: number): boolean {
    const behind = this.#parts.market.counters.seq - seq
    return behind >= 0 && (behind <= this.#parts.bounds.resumeEntriesMax || this.#servedSeqs.includes(seq))
  }

  #reset(subscriber: Subscriber): void {
    const { epoch, seq } = this.#parts.market.counters
    const message = this.#resetMessage(subscriber.audience)
    subscriber.position = message ? seq : null
    const fetch: MarketReset = { epoch, seq, fetch: true }
    subscriber.connection.send(message ?? this.#encode('market:reset', fetch))
  }

  /** The whole market in one message, shared by all who need it at this seq; null when it is too large. */
  #resetMessage(audience: Audience): Message | null {
    return this.#shared(`reset ${audience.key}`, () => {
      // A market that cannot fit is not encoded to find that out.
      if (this.#parts.market.counters.products * 100 > limits.resetBytesMax) return null
      const page = this.#pageOf(audience).encode()
      if (page.length > limits.resetBytesMax) return null
      const json = page.pieces.join('')
      if (Buffer.byteLength(json) > limits.resetBytesMax) return null
      this.#parts.onEncoded?.('market:reset', json.length)
      return new Message('market:reset', json)
    })
  }

  #pageOf(audience: Audience): MarketPage {
    const kept = this.#pages.get(audience.key)
    if (kept) return kept
    const { market, marketName, bounds } = this.#parts
    const page = new MarketPage({
      market,
      audience,
      name: marketName,
      chunkProducts: bounds.pageChunkProducts,
    })
    // A sale costs each kept page something: those of single shops are made when one is asked for.
    if (audience.isShared) this.#pages.set(audience.key, page)
    return page
  }

  #scheduleTick(): void {
    if (this.#tick) return
    const { clock, bounds } = this.#parts
    // A tick that took long is followed by a longer pause, so that purchases come first.
    const distance = Math.min(bounds.tickMsMax, Math.max(bounds.tickMs, this.#tickTookMs * 4))
    const delay = Math.max(0, this.#tickedAt + distance - clock.monotonic())
    this.#tick = clock.schedule(delay, () => this.#runTick())
  }

  #runTick(): void {
    const { clock, market, onTick } = this.#parts
    const start = clock.monotonic()
    this.#tick = null
    this.#tickedAt = start
    const sales = this.#sales.take()
    const made = sales.length ? this.#encode('sales:made', salesMade(market, sales)) : null
    // Orders first: after a change is handed over, a client takes nothing more in this tick.
    const taking = [...this.#subscribers.values()].filter(takesMore)
    this.#orderNews.flush()
    for (const subscriber of taking) this.#bringUp(subscriber, made, start)
    // Who takes nothing now is looked at again at the next tick, also when nothing new is sold until then.
    if (this.#orderNews.waiting || taking.length < this.#subscribers.size) this.#scheduleTick()
    this.#tickTookMs = clock.monotonic() - start
    onTick?.(this.#tickTookMs)
  }

  /** One change for a client that takes it; a client that does not stays where it is. */
  #bringUp(subscriber: Subscriber, made: Message | null, now: number): void {
    this.#advance(subscriber, now)
    if (made && subscriber.sales) subscriber.connection.send(made)
  }

  #advance(subscriber: Subscriber, now: number): void {
    if (subscriber.position === null || subscriber.position === this.#parts.market.counters.seq) return
    const message = this.#changeFrom(subscriber.audience, subscriber.position)
    subscriber.sentAt = now
    if (!message) return this.#reset(subscriber)
    subscriber.position = this.#parts.market.counters.seq
    subscriber.connection.send(message)
  }

  #changeFrom(audience: Audience, from: number): Message | null {
    return this.#shared(`${from} ${audience.key}`, () => {
      const merged = this.#ring.since(from)
      if (!merged) return null
      const message = this.#encode(
        'market:changed',
        marketChanged(this.#parts.market, audience, from, merged),
      )
      // Who is sent more than anybody may leave unread would be cut off for it: a market takes its place.
      return Buffer.byteLength(message.json) > this.#parts.bounds.unsentBytesMax ? null : message
    })
  }

  /** What was encoded for the market as it is now is encoded once, and forgotten when the market changes. */
  #shared(key: string, make: () => Message | null): Message | null {
    const { seq } = this.#parts.market.counters
    if (this.#changesSeq !== seq) {
      this.#changes = new Map()
      this.#changesSeq = seq
    }
    const known = this.#changes.get(key)
    if (known !== undefined) return known
    const made = make()
    this.#changes.set(key, made)
    return made
  }

  #encode(event: string, payload: unknown): Message {
    const json = JSON.stringify(payload)
    this.#parts.onEncoded?.(event, json.length)
    return new Message(event, json)
  }

  /** Catches up who reads again, tells silent streams that they live, and cuts off who reads no more. */
  #beat(): void {
    const { clock, bounds } = this.#parts
    const now = clock.monotonic()
    for (const subscriber of [...this.#subscribers.values()]) {
      if (isStalled(subscriber, now, bounds)) {
        subscriber.connection.close('reads too slowly')
        continue
      }
      if (subscriber.position === null || !takesMore(subscriber)) continue
      this.#advance(subscriber, now)
      if (now - subscriber.sentAt < bounds.heartbeatMs * 0.9) continue
      subscriber.sentAt = now
      const message = this.#changeFrom(subscriber.audience, subscriber.position)
      if (message) subscriber.connection.send(message)
    }
    this.#heartbeat = clock.schedule(bounds.heartbeatMs / 10, () => this.#beat())
  }
}
