import { type OutputBudget, unlimitedOutput } from '../edge/output-rates.ts'
import type { Clock, Timer } from '../os/clock.ts'
import type { Committed } from '../queue/queue.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import type { Audience } from './audience.ts'
import { ChangeRing } from './change-ring.ts'
import type { Connection } from './connection.ts'
import type { Page } from './market-page.ts'
import { type Marks, marksOf } from './marks.ts'
import { Message, salesMade } from './messages.ts'
import { OrderNews } from './order-news.ts'
import { Pages } from './pages.ts'
import { nextStreams, type Round } from './round.ts'
import { SalesTally } from './sales-tally.ts'
import { isStalled, takesMore } from './stalling.ts'
import type { Subscriber, Subscription } from './subscriber.ts'
import { type TickBounds, TickPace } from './tick-pace.ts'
import { type Update, Updates } from './updates.ts'
import type { OrderContext } from './views.ts'

export interface BroadcastBounds extends TickBounds {
  deliveriesPerSliceMax: number
  ringEntriesMax: number
  resumeEntriesMax: number
  heartbeatMs: number
  unsentBytesMax: number
  stalledMsMax: number
  pendingOrdersMax: number
  ordersPerTickMax: number
  salesPerTickMax: number
  pageChunkProducts: number
  updatesLengthMax: number
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
  readonly #pace: TickPace
  readonly #ring: ChangeRing
  readonly #pages: Pages
  readonly #updates: Updates
  readonly #subscribers = new Map<string, Subscriber>()
  /** Those of them who are told anything at a tick. */
  readonly #streams = new Set<Subscriber>()
  /** Those who took nothing when there was something for them: looked at again at the next tick. */
  readonly #behind = new Set<Subscriber>()
  readonly #orderNews: OrderNews
  readonly #sales: SalesTally
  /** The next tick, or the next slice of the one under way. */
  #timer: Timer | null = null
  #heartbeat: Timer

  constructor(parts: BroadcasterParts) {
    this.#parts = parts
    this.#pace = new TickPace(parts.bounds)
    this.#ring = new ChangeRing(parts.bounds.ringEntriesMax, parts.market.counters.seq - parts.tail.length)
    for (const marks of parts.tail) this.#ring.push(marks)
    this.#pages = new Pages(parts)
    this.#updates = new Updates({ ...parts, ring: this.#ring, pages: this.#pages })
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
      this.#pages.touched(marks)
      this.#orderNews.add(marks, source)
      this.#sales.add(entry)
    }
    this.#pace.committed(entries.length)
    this.#scheduleTick()
  }

  /**
   * Brings a connection into step: sends it exactly one `market:changed` (where changes do) or `market:reset`,
   * and from then on all that its subscription asks for. Where `output` is used up, a large market is to be fetched.
   */
  join(connection: Connection, subscription: Subscription, output = unlimitedOutput): void {
    // Who comes again and again and reads nothing would be handed a market each time.
    if (connection.queued() > this.#parts.bounds.unsentBytesMax) return connection.close('reads too slowly')
    const { audience, orders, sales, watch, has } = subscription
    const subscriber: Subscriber = {
      connection,
      audience,
      orders,
      sales,
      position: null,
      sentAt: this.#parts.clock.monotonic(),
      stalledSince: null,
      queuedBefore: 0,
    }
    this.#subscribers.set(connection.id, subscriber)
    this.#orderNews.join(subscriber)
    if (watch || sales) this.#streams.add(subscriber)
    if (watch) this.#start(subscriber, has, output)
    if (sales) connection.send(this.#salesMessage([]))
  }

  leave(connectionId: string): void {
    const subscriber = this.#subscribers.get(connectionId)
    if (!subscriber) return
    this.#subscribers.delete(connectionId)
    this.#streams.delete(subscriber)
    this.#behind.delete(subscriber)
    this.#orderNews.leave(subscriber)
  }

  /** The page of an audience, encoded off the hot path; who gets it may resume from it. */
  page(audience: Audience): Promise<Page> {
    return this.#pages.serve(audience)
  }

  close(): void {
    this.#timer?.cancel()
    this.#heartbeat.cancel()
    for (const { connection } of this.#subscribers.values()) connection.close('server stops')
    this.#subscribers.clear()
    this.#streams.clear()
    this.#behind.clear()
  }

  #start(subscriber: Subscriber, has: Subscription['has'], output: OutputBudget): void {
    const update = this.#updates.within(output, this.#firstUpdate(subscriber.audience, has))
    subscriber.connection.send(update.message)
    this.#move(subscriber, update, subscriber.sentAt)
  }

  /**
   * Who comes is told the market as it is now: what they saw acknowledged elsewhere is in it. Only where many come
   * between two ticks, all but the first ones are told what was made for those, and the rest with the next tick.
   */
  #firstUpdate(audience: Audience, has: Subscription['has']): Update {
    const { epoch, seq } = this.#parts.market.counters
    if (this.#pace.joined()) this.#updates.renew()
    if (has?.epoch !== epoch) return this.#updates.reset(audience)
    if (this.#resumes(has.seq, seq)) return this.#updates.since(audience, has.seq)
    const reset = this.#updates.reset(audience)
    // One that was made a moment ago may be no further ahead than changes are told.
    return this.#resumes(has.seq, reset.madeAt) ? this.#updates.since(audience, has.seq) : reset
  }

  /** Is a client that has `seq` told of what changed up to `lastSeq`, and not sent the whole? */
  #resumes(seq: number, lastSeq: number): boolean {
    const behind = lastSeq - seq
    return behind >= 0 && (behind <= this.#parts.bounds.resumeEntriesMax || this.#pages.wasServed(seq))
  }

  #salesMessage(sales: ReturnType<SalesTally['take']>): Message {
    const message = Message.of('sales:made', salesMade(this.#parts.market, sales))
    this.#parts.onEncoded?.(message.event, message.json.length)
    return message
  }

  #scheduleTick(): void {
    if (this.#timer) return
    const { clock } = this.#parts
    this.#timer = clock.schedule(this.#pace.due(clock.monotonic()), () => this.#runTick())
  }

  #runTick(): void {
    const { clock, market } = this.#parts
    const startedAt = clock.monotonic()
    this.#pace.began(startedAt)
    this.#updates.renew()
    const sales = this.#sales.take()
    // Orders first: after a change is handed over, a client may take nothing more in this tick.
    this.#orderNews.flush((subscriber) => this.#lead(subscriber, startedAt))
    this.#runSlice({
      startedAt,
      seq: market.counters.seq,
      sales: sales.length ? this.#salesMessage(sales) : null,
      behind: [...this.#behind].values(),
      streams: this.#streams.values(),
      workedMs: clock.monotonic() - startedAt,
    })
  }

  /** As many deliveries as fit between two purchases; the rest after whatever else is due. */
  #runSlice(round: Round): void {
    const { clock } = this.#parts
    const start = clock.monotonic()
    const isDone = this.#deliverSome(round)
    const now = clock.monotonic()
    round.workedMs += now - start
    if (isDone) return this.#endRound(round, now)
    this.#timer = clock.schedule(0, () => this.#runSlice(round))
  }

  /** False when there may be more to be delivered in this round. */
  #deliverSome(round: Round): boolean {
    let left = this.#parts.bounds.deliveriesPerSliceMax
    for (const subscriber of round.behind) {
      // It may have left meanwhile.
      if (!this.#behind.has(subscriber) || !takesMore(subscriber)) continue
      this.#behind.delete(subscriber)
      left -= this.#visit(subscriber, round)
      if (left <= 0) return false
    }
    while (left > 0) {
      const next = nextStreams(round, left)
      if (next.length === 0) return true
      // Filtered first, all of them: see there.
      for (const subscriber of next.filter((one) => this.#isReady(one, round)))
        left -= this.#visit(subscriber, round)
    }
    return false
  }

  /** Is there something for a client, and does it take it? If it does not, it is behind. */
  #isReady(subscriber: Subscriber, { sales }: Round): boolean {
    const { position } = subscriber
    const isInStep = position === null || position === this.#parts.market.counters.seq
    if (isInStep && !(sales && subscriber.sales)) return false
    if (takesMore(subscriber)) return true
    this.#behind.add(subscriber)
    return false
  }

  #endRound(round: Round, now: number): void {
    this.#timer = null
    this.#pace.ended(now, round.workedMs)
    this.#parts.onTick?.(round.workedMs)
    const isBehind = this.#orderNews.waiting > 0 || this.#behind.size > 0
    if (isBehind || this.#parts.market.counters.seq !== round.seq) this.#scheduleTick()
  }

  /** Delivers what there is for a client that takes it; returns how many deliveries that was. */
  #visit(subscriber: Subscriber, { sales, startedAt }: Round): 0 | 1 {
    const update = this.#updateFor(subscriber)
    const news = subscriber.sales ? sales : null
    const first = update?.message ?? news
    if (!first) return 0
    if (!subscriber.connection.deliver(first, update ? news : null)) this.#behind.add(subscriber)
    else if (update) this.#move(subscriber, update, startedAt)
    return 1
  }

  /** Hands an update over, whatever else is on its way. */
  #lead(subscriber: Subscriber, now: number): void {
    const update = this.#updateFor(subscriber)
    if (!update) return
    subscriber.connection.send(update.message)
    this.#move(subscriber, update, now)
  }

  #updateFor({ position, audience }: Subscriber): Update | null {
    const { seq } = this.#parts.market.counters
    return position === null || position === seq ? null : this.#updates.since(audience, position)
  }

  #move(subscriber: Subscriber, { seq }: Update, now: number): void {
    subscriber.position = seq
    subscriber.sentAt = now
  }

  /** Tells silent streams that they live, and cuts off who reads no more. */
  #beat(): void {
    const { clock, bounds } = this.#parts
    const now = clock.monotonic()
    for (const subscriber of [...this.#subscribers.values()]) {
      const { connection, position, audience, sentAt } = subscriber
      if (isStalled(subscriber, now, bounds)) connection.close('reads too slowly')
      else if (position !== null && now - sentAt >= bounds.heartbeatMs * 0.9 && takesMore(subscriber)) {
        const update = this.#updates.since(audience, position)
        connection.send(update.message)
        this.#move(subscriber, update, now)
      }
    }
    this.#heartbeat = clock.schedule(bounds.heartbeatMs / 10, () => this.#beat())
  }
}
