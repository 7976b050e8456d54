import type { Brand } from '../../shared/protocol/brand-messages.ts'
import type { Session } from '../../shared/protocol/shapes.ts'
import { systemClock } from '../socket/clock.ts'
import { openMarket } from '../socket/market-socket.ts'
import { onPage } from '../socket/page-events.ts'
import { buyerOf } from '../socket/page-owner.ts'
import type {
  Identity,
  Listener,
  MarketSocket,
  Namespace,
  OpenMarket,
  Outcome,
  Request,
} from '../socket/wire.ts'
import { language } from '../ui/language.ts'
import { Belongings, onLeftElsewhere } from './belongings.ts'
import type { ClientEnvironment, ClientTools } from './client-tools.ts'
import { Commands } from './commands.ts'
import { MarketStore } from './market-store.ts'
import { newId } from './new-id.ts'
import type { Orders } from './orders.ts'
import type { Purchases } from './purchases.ts'
import { RetryTimer } from './retry-timer.ts'
import { SavedMarket } from './saved-market.ts'
import { type OrdersOwner, SavedOrders } from './saved-orders.ts'
import type { Stats } from './stats.ts'
import { browserStorage } from './storage.ts'
import { Topics } from './topics.ts'

/** All optional. Tests and programs outside of a browser replace some. */
export interface ClientOptions extends Partial<ClientEnvironment> {
  /** The version of the page; see `MarketStore.outdated`. */
  build?: string | null
  /** The brand that the page came with. */
  brand?: Brand | null
  url?: string
  identity?: Identity
  open?: OpenMarket
  /** Called at each connection. */
  onOpened?: (session: Session) => void
  /** Called when another person uses this browser now, so that the page must be reloaded. The client has stopped. */
  onPersonChanged?: () => void
  /** Called when the person signed out in another tab. The client has stopped. */
  onLeft?: () => void
}

/** What every app's client offers. The market is kept current between `start` and `stop`. */
export interface Client<N extends Namespace = Namespace> {
  readonly topics: Topics
  readonly store: MarketStore
  readonly request: Request<N>
  /** Connects. Does nothing if it is started already. */
  start(): void
  /** Disconnects and ends all timers. It can be started again. */
  stop(): void
  /** Connects again, after signing in or out, or after a refusal. */
  reconnect(): void
}

export interface BuyerClient extends Client<'/'> {
  readonly orders: Orders
  readonly purchases: Purchases
  readonly commands: Commands<'/'>
  /** Changes the name to call at pickup. */
  rename(name: string): Promise<Outcome<{ session: Session }>>
}

export interface SellerClient extends Client<'/seller'> {
  readonly orders: Orders
  readonly commands: Commands<'/seller'>
  readonly stats: Stats
}

/** What an app's client keeps current besides the market. */
interface Contents {
  orders?: Orders
  purchases?: Purchases
  stats?: Stats
}

/** The common part of all apps' clients: the store, and the socket that updates it. */
export class ClientBase<N extends Namespace> {
  readonly tools: ClientTools<N>
  readonly store: MarketStore
  readonly #namespace: N
  readonly #options: ClientOptions
  readonly #saved: SavedMarket | null
  readonly #belongings: Belongings
  /** A buyer's alone: a shop's orders name other people. */
  readonly #savedOrders: SavedOrders | null
  #contents: Contents = {}
  #socket: MarketSocket<N> | null = null
  #isStopped = false
  /** The market and session that the loaded orders belong to; orders of others are never shown. */
  #owner: OrdersOwner | null = null
  #stopListening = () => {}

  constructor(namespace: N, options: ClientOptions) {
    const { clock = systemClock, storage = browserStorage(), build = null, brand = null } = options
    const topics = new Topics()
    this.tools = {
      clock,
      storage,
      random: options.random ?? Math.random,
      newId: options.newId ?? newId,
      request: (event, payload) =>
        this.#socket?.request(event, payload) ?? Promise.resolve({ kind: 'unknown' }),
      topics,
      retryTimer: new RetryTimer(clock),
    }
    this.#namespace = namespace
    this.#options = options
    this.#belongings = new Belongings(storage)
    // A seller's contains hidden products, and another person may use this device next.
    this.#saved = namespace === '/seller' ? null : new SavedMarket(storage, clock)
    const isPersonal = namespace === '/' && options.identity?.kind !== 'token'
    this.#savedOrders = isPersonal ? new SavedOrders(storage) : null
    // Sellers edit what they wrote.
    const shownIn = namespace === '/seller' ? null : language
    this.store = new MarketStore({ clock, topics, saved: this.#saved, language: shownIn, build, brand })
  }

  commands(): Commands<N> {
    return new Commands<N>({
      ...this.tools,
      epoch: () => this.store.position()?.epoch ?? null,
      isStopped: () => this.#isStopped,
      onOrder: (order) => this.#contents.orders?.add([order]),
    })
  }

  /** The app's client, with what it has besides the market. */
  with<More extends Contents>(more: More): Client<N> & More {
    this.#contents = more
    const saved = this.#savedOrders?.load()
    if (saved && more.orders && this.#belongings.isOfBuyer(saved.owner.buyerId)) {
      this.#owner = saved.owner
      more.orders.add(saved.orders)
    }
    return {
      topics: this.tools.topics,
      store: this.store,
      request: this.tools.request,
      start: () => this.#start(),
      stop: () => this.#stop(),
      reconnect: () => this.#socket?.reconnect(),
      ...more,
    }
  }

  #start(): void {
    if (this.#socket) return
    this.#isStopped = false
    // Clear the final state of the former connection, such as a refusal.
    this.store.setConnection({ kind: 'connecting' })
    const { open = openMarket, url, identity = { kind: 'cookie' } } = this.#options
    this.#socket = open({
      namespace: this.#namespace,
      listener: this.#listener(),
      clock: this.tools.clock,
      url,
      identity,
    })
    this.#contents.purchases?.start()
    this.#stopListening = this.#listen()
  }

  /** Passes the socket's messages to the store, the orders and the figures. */
  #listener(): Listener {
    const { store } = this
    return {
      position: store.position,
      opened: (message) => {
        this.#claim(message.session)
        this.#options.onOpened?.(message.session)
        store.setOpened(message)
        this.tools.retryTimer.retryNow()
      },
      reset: (message) => store.reset(message),
      changed: (message) => store.change(message),
      unchanged: () => store.confirm(),
      loaded: (market) => store.load(market),
      order: ({ order }) => this.#contents.orders?.add([order]),
      sales: (message) => store.addSales(message),
      brand: (message) => store.setBrand(message),
      pace: (message) => store.setPace(message),
      stats: (message) => this.#contents.stats?.keep(message),
      personChanged: () => this.#end(this.#options.onPersonChanged),
      connection: (state) => {
        store.setConnection(state)
        if (state.kind === 'brief-offline' || state.kind === 'offline') this.#contents.orders?.pause()
      },
      inStep: () => this.#inStep(),
    }
  }

  #inStep(): void {
    const { store } = this
    const { orders, stats } = this.#contents
    this.tools.retryTimer.retryNow()
    const session = store.opened()?.session
    // Whoever gets or loses a shop's orders begins anew.
    const shops = this.#namespace === '/seller' ? (session?.shops ?? []) : []
    const roles = shops.map(({ shopId, role }) => `${shopId} ${role}`).join()
    const owner = {
      epoch: store.view()?.epoch ?? '',
      buyerId: `${session ? buyerOf(session) : ''}${roles && ` ${roles}`}`,
    }
    const before = this.#owner
    this.#owner = owner
    if (before !== null && (before.epoch !== owner.epoch || before.buyerId !== owner.buyerId)) {
      orders?.clear()
      stats?.clear()
    }
    stats?.inStep()
    void orders?.sync(store.position()?.seq ?? 0)
  }

  #listen(): () => void {
    const session = () => this.store.opened()?.session ?? null
    const flush = () => this.#saved?.flush()
    const stops = [
      // Phones end hidden pages without a further event.
      onPage({ pagehide: flush, visibilitychange: () => document.visibilityState === 'hidden' && flush() }),
      this.tools.topics.on('orders', () => this.#saveOrders()),
      onLeftElsewhere(this.#belongings, session, () => this.#end(this.#options.onLeft)),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }

  /** Only while they belong to who uses this browser: another tab may have signed out. */
  #saveOrders(): void {
    const { orders } = this.#contents
    const session = this.store.opened()?.session
    if (!this.#owner || !orders || !session || !this.#belongings.isOf(session)) return
    this.#savedOrders?.save(this.#owner, orders.list())
  }

  /** Programs and boards store nothing personal. */
  #claim(session: Session): void {
    const isPersonal = this.#options.identity?.kind !== 'token' && this.#namespace !== '/board'
    if (!isPersonal || !this.#belongings.claim(session)) return
    this.#contents.purchases?.forgetAll()
    // Another person's, from an earlier visit.
    this.#owner = null
    this.#contents.orders?.clear()
  }

  /** The person of this page has gone, so the market they saw is not saved. */
  #end(then: (() => void) | undefined): void {
    this.#saved?.drop()
    this.#stop()
    then?.()
  }

  #stop(): void {
    this.#isStopped = true
    this.#stopListening()
    this.#saved?.flush()
    this.#contents.purchases?.stop()
    this.#contents.orders?.pause()
    this.#socket?.close()
    this.#socket = null
    this.tools.retryTimer.end()
  }
}
