import type { Bounds } from '../bounds.ts'
import { type OutputBudget, unlimitedOutput } from '../edge/output-rates.ts'
import type { Clock, Timer } from '../os/clock.ts'
import type { Committed } from '../queue/queue-dependencies.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import type { Audience } from './audience.ts'
import { type ChangeSet, changeSetOf } from './change-set.ts'
import type { Connection } from './connection.ts'
import { Message, salesMade } from './messages.ts'
import { OrderNotifier } from './order-notifier.ts'
import { PaceNotifier } from './pace-notifier.ts'
import { type Page, ReadModels } from './read-models.ts'
import { ReplayBuffer } from './replay-buffer.ts'
import { SalesTally } from './sales-tally.ts'
import { isStalled, takesMore } from './slow-consumer.ts'
import type { Subscription, SubscriptionRequest } from './subscription.ts'
import { nextStreams, type Tick } from './tick.ts'
import { TickScheduler } from './tick-scheduler.ts'
import { type Update, Updates } from './updates.ts'
import type { OrderContext } from './views.ts'

export interface BroadcasterDependencies {
  market: DurableMarket
  /** Read at each use, as it may change. */
  readonly marketName: string
  clock: Clock
  bounds: Bounds['broadcast']
  orders: OrderContext
  /** The journal's last change sets, oldest first, so that clients from before the restart can resume. */
  tail: readonly ChangeSet[]
  onEncoded?(event: string, length: number): void
  onTick?(tookMs: number): void
}

/**
 * The only place that sends market data. Changes are merged per tick. Every connection has a position in the
 * journal, and all at the same position (normally all of them) share one encoded message. A client that does
 * not read stays at its position, gets one merged change when it reads again, and costs the others nothing.
 */
export class Broadcaster {
  readonly #dependencies: BroadcasterDependencies
  readonly #ticks: TickScheduler
  readonly #ring: ReplayBuffer
  readonly #pages: ReadModels
  readonly #updates: Updates
  readonly #subscriptions = new Map<string, Subscription>()
  /** Subscriptions that get something at ticks. */
  readonly #streams = new Set<Subscription>()
  /** Subscriptions that could not take a pending update; tried again at the next tick. */
  readonly #behind = new Set<Subscription>()
  readonly #orderNotifier: OrderNotifier
  readonly #sales: SalesTally
  readonly #pace: PaceNotifier
  /** The next tick, or the next slice of the current one. */
  #timer: Timer | null = null
  #heartbeat: Timer

  constructor(dependencies: BroadcasterDependencies) {
    this.#dependencies = dependencies
    const { market, clock, bounds, tail } = dependencies
    this.#ticks = new TickScheduler(bounds)
    this.#ring = new ReplayBuffer(bounds.ringEntriesMax, market.counters.seq - tail.length)
    for (const changeSet of tail) this.#ring.push(changeSet)
    this.#pages = new ReadModels(dependencies)
    this.#updates = new Updates({ ...dependencies, ring: this.#ring, pages: this.#pages })
    this.#orderNotifier = new OrderNotifier(dependencies)
    this.#sales = new SalesTally(bounds.salesPerTickMax)
    this.#pace = new PaceNotifier(dependencies)
    this.#heartbeat = clock.schedule(bounds.heartbeatMs / 10, () => this.#beat())
  }

  get connections(): number {
    return this.#subscriptions.size
  }

  /** Takes a committed batch; connections get it at the next tick. */
  committed({ entries }: Committed): void {
    for (const { entry, source } of entries) {
      const changeSet = changeSetOf(entry, this.#dependencies.market)
      this.#ring.push(changeSet)
      // Changes continue only what is of the same epoch.
      if (entry.events.some(({ type }) => type === 'market:restored')) this.#ring.clear()
      this.#pages.touched(changeSet)
      this.#orderNotifier.add(changeSet, source)
      this.#sales.add(entry)
      this.#pace.add(entry)
    }
    this.#ticks.committed(entries.length)
    this.#scheduleTick()
  }

  /**
   * Brings a connection up to date with exactly one `market:changed` (if changes suffice) or `market:reset`,
   * and then sends everything that its subscription asks for. If `output` is used up, the client must fetch a
   * large market.
   */
  join(connection: Connection, request: SubscriptionRequest, output = unlimitedOutput): void {
    // A client that joins repeatedly and reads nothing would otherwise get the whole market each time.
    if (connection.queued() > this.#dependencies.bounds.unsentBytesMax)
      return connection.close('reads too slowly')
    const { audience, orders, sales, watch, has } = request
    const subscription: Subscription = {
      connection,
      audience,
      orders,
      sales,
      position: null,
      sentAt: this.#dependencies.clock.monotonic(),
      stalledSince: null,
      queuedBefore: 0,
    }
    this.#subscriptions.set(connection.id, subscription)
    this.#orderNotifier.join(subscription)
    if (watch || sales) this.#streams.add(subscription)
    if (watch) this.#start(subscription, has, output)
    if (sales) connection.send(this.#salesMessage([]))
    if (watch || sales) this.#pace.join(subscription)
  }

  leave(connectionId: string): void {
    const subscription = this.#subscriptions.get(connectionId)
    if (!subscription) return
    this.#subscriptions.delete(connectionId)
    this.#streams.delete(subscription)
    this.#behind.delete(subscription)
    this.#orderNotifier.leave(subscription)
    this.#pace.leave(subscription)
  }

  /** Call when the market's name has changed, which is no entry. */
  renamed(): void {
    this.#updates.forget()
  }

  /** The read model of an audience, encoded off the hot path. Its reader may resume from it. */
  page(audience: Audience): Promise<Page> {
    return this.#pages.serve(audience)
  }

  close(): void {
    this.#timer?.cancel()
    this.#heartbeat.cancel()
    this.#pace.close()
    for (const { connection } of this.#subscriptions.values()) connection.close('server stops')
    this.#subscriptions.clear()
    this.#streams.clear()
    this.#behind.clear()
  }

  #start(subscription: Subscription, has: SubscriptionRequest['has'], output: OutputBudget): void {
    const update = this.#updates.within(output, this.#firstUpdate(subscription.audience, has))
    subscription.connection.send(update.message)
    this.#move(subscription, update, subscription.sentAt)
  }

  /**
   * A client that joins gets the market as of now, which includes everything it saw acknowledged elsewhere.
   * If many join between two ticks, only the first get that; the others share a message made earlier, and get
   * the rest with the next tick.
   */
  #firstUpdate(audience: Audience, has: SubscriptionRequest['has']): Update {
    const { epoch, seq } = this.#dependencies.market.counters
    if (this.#ticks.joined()) this.#updates.renew()
    if (has?.epoch !== epoch) return this.#updates.reset(audience)
    if (this.#resumes(has.seq, seq)) return this.#updates.since(audience, has.seq)
    const reset = this.#updates.reset(audience)
    // A message made earlier may be no further ahead than changes have been sent.
    return this.#resumes(has.seq, reset.madeAt) ? this.#updates.since(audience, has.seq) : reset
  }

  /** Whether a client at `seq` can be sent the changes up to `lastSeq` instead of the whole market. */
  #resumes(seq: number, lastSeq: number): boolean {
    const behind = lastSeq - seq
    return behind >= 0 && (behind <= this.#dependencies.bounds.resumeEntriesMax || this.#pages.wasServed(seq))
  }

  #salesMessage(sales: ReturnType<SalesTally['take']>): Message {
    const message = Message.of('sales:made', salesMade(this.#dependencies.market, sales))
    this.#dependencies.onEncoded?.(message.event, message.json.length)
    return message
  }

  #scheduleTick(): void {
    if (this.#timer) return
    const { clock } = this.#dependencies
    this.#timer = clock.schedule(this.#ticks.due(clock.monotonic()), () => this.#runTick())
  }

  #runTick(): void {
    const { clock, market } = this.#dependencies
    const startedAt = clock.monotonic()
    this.#ticks.began(startedAt)
    this.#updates.renew()
    const sales = this.#sales.take()
    // Orders first: once a change is sent, a client may take nothing more in this tick.
    this.#orderNotifier.flush((subscription) => this.#lead(subscription, startedAt))
    this.#runSlice({
      startedAt,
      seq: market.counters.seq,
      sales: sales.length ? this.#salesMessage(sales) : null,
      behind: [...this.#behind].values(),
      streams: this.#streams.values(),
      workedMs: clock.monotonic() - startedAt,
    })
  }

  /** Sends as much as fits between two purchases, then yields to other work. */
  #runSlice(tick: Tick): void {
    const { clock } = this.#dependencies
    const start = clock.monotonic()
    const isDone = this.#deliverSome(tick)
    const now = clock.monotonic()
    tick.workedMs += now - start
    if (isDone) return this.#endTick(tick, now)
    this.#timer = clock.schedule(0, () => this.#runSlice(tick))
  }

  /** False if more may have to be sent in this tick. */
  #deliverSome(tick: Tick): boolean {
    let left = this.#dependencies.bounds.deliveriesPerSliceMax
    for (const subscription of tick.behind) {
      // It may have left in the meantime.
      if (!this.#behind.has(subscription) || !takesMore(subscription)) continue
      this.#behind.delete(subscription)
      left -= this.#visit(subscription, tick)
      if (left <= 0) return false
    }
    while (left > 0) {
      const next = nextStreams(tick, left)
      if (next.length === 0) return true
      // Filtered before any delivery, see `nextStreams`.
      for (const subscription of next.filter((one) => this.#isReady(one, tick)))
        left -= this.#visit(subscription, tick)
    }
    return false
  }

  /** Whether there is an update and the client takes it. If it does not, it is behind. */
  #isReady(subscription: Subscription, { sales }: Tick): boolean {
    const { position } = subscription
    const isInStep = position === null || position === this.#dependencies.market.counters.seq
    if (isInStep && !(sales && subscription.sales)) return false
    if (takesMore(subscription)) return true
    this.#behind.add(subscription)
    return false
  }

  #endTick(tick: Tick, now: number): void {
    this.#timer = null
    this.#ticks.ended(now, tick.workedMs)
    this.#dependencies.onTick?.(tick.workedMs)
    const isBehind = this.#orderNotifier.waiting > 0 || this.#behind.size > 0
    if (isBehind || this.#dependencies.market.counters.seq !== tick.seq) this.#scheduleTick()
  }

  /** Sends the updates for a client that takes them; returns how many. */
  #visit(subscription: Subscription, { sales, startedAt }: Tick): 0 | 1 {
    const update = this.#updateFor(subscription)
    const news = subscription.sales ? sales : null
    const first = update?.message ?? news
    if (!first) return 0
    if (!subscription.connection.deliver(first, update ? news : null)) this.#behind.add(subscription)
    else if (update) this.#move(subscription, update, startedAt)
    return 1
  }

  /** Sends an update, regardless of what else is on the way. */
  #lead(subscription: Subscription, now: number): void {
    const update = this.#updateFor(subscription)
    if (!update) return
    subscription.connection.send(update.message)
    this.#move(subscription, update, now)
  }

  #updateFor({ position, audience }: Subscription): Update | null {
    const { seq } = this.#dependencies.market.counters
    return position === null || position === seq ? null : this.#updates.since(audience, position)
  }

  #move(subscription: Subscription, { seq }: Update, now: number): void {
    subscription.position = seq
    subscription.sentAt = now
  }

  /** Sends heartbeats to silent streams, and cuts off clients that do not read. */
  #beat(): void {
    const { clock, bounds } = this.#dependencies
    const now = clock.monotonic()
    for (const subscription of [...this.#subscriptions.values()]) {
      const { connection, position, audience, sentAt } = subscription
      if (isStalled(subscription, now, bounds)) connection.close('reads too slowly')
      else if (position !== null && now - sentAt >= bounds.heartbeatMs * 0.9 && takesMore(subscription)) {
        const update = this.#updates.since(audience, position)
        connection.send(update.message)
        this.#move(subscription, update, now)
      }
    }
    this.#heartbeat = clock.schedule(bounds.heartbeatMs / 10, () => this.#beat())
  }
}
