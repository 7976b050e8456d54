import type { SessionOpened } from '../../shared/protocol/server-messages.ts'
import type { Order, Session } from '../../shared/protocol/shapes.ts'
import { type Clock, systemClock } from '../socket/clock.ts'
import { openMarket } from '../socket/market-socket.ts'
import type { MarketSocket, OpenMarket } from '../socket/open-market.ts'
import type { Identity, Namespace, Outcome, Request } from '../socket/wire.ts'
import { Belongings, onLeftElsewhere } from './belongings.ts'
import { Commands } from './commands.ts'
import { onLeaving } from './leaving.ts'
import { listenerOf } from './listener.ts'
import { MarketStore } from './market-store.ts'
import { newId } from './new-id.ts'
import { Orders, type OrdersParts } from './orders.ts'
import { listOfShops } from './orders-of-shops.ts'
import { Purchases } from './purchases.ts'
import { SavedMarket } from './saved-market.ts'
import { Stats, type StatsParts } from './stats.ts'
import { browserStorage, type Storage } from './storage.ts'
import { StoredPurchases } from './stored-purchases.ts'
import { Topics } from './topics.ts'
import { Wake } from './wake.ts'

/** What a client is made of; all of it is optional, and for tests and programs outside of a browser. */
export interface ClientParts {
  /** The page's own version; see `MarketStore.outdated`. */
  build?: string
  url?: string
  identity?: Identity
  open?: OpenMarket
  clock?: Clock
  storage?: Storage
  random?: () => number
  newId?: () => string
  /** Told who this is, at each connection. */
  onOpened?: (session: Session) => void
  /** Another person uses this browser now: the page is to be loaded anew. The client has stopped. */
  onPersonChanged?: () => void
  /** The person of this page signed out in another tab. The client has stopped. */
  onLeft?: () => void
}

/** What every face has: the market, kept in step while it is started. */
export interface Client<N extends Namespace = Namespace> {
  readonly topics: Topics
  readonly store: MarketStore
  readonly request: Request<N>
  /** Connects. Starting what is started does nothing. */
  start(): void
  /** Disconnects and leaves nothing behind; it can be started again. */
  stop(): void
  /** Connects anew: after signing in or out, or after a refusal. */
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

/** The storefront's client: the public market, one's own orders, and buying. */
export function createBuyerClient(parts: ClientParts = {}): BuyerClient {
  const tools = toolsOf(parts)
  const base = new Base('/', parts, tools, 'saved')
  const orders = base.followOrders('all', (query) => base.request('order:list', query))
  const commands = base.commands()
  const purchases = new Purchases({
    ...tools,
    ...base.links,
    orders,
    stored: new StoredPurchases(tools.storage),
    position: base.store.position,
  })
  base.startWith(purchases)
  base.onAnotherPerson(() => purchases.forgetAll())
  const rename = async (name: string) => {
    const outcome = await base.request('session:rename', { name })
    if (outcome.kind === 'ok') base.store.setSession(outcome.reply.session)
    return outcome
  }
  return { ...base.face(), orders, purchases, commands, rename }
}

/** The seller's client: one's own shop with its hidden products, and its orders, from the newest page on. */
export function createSellerClient(parts: ClientParts = {}): SellerClient {
  // Not saved: it shows what is hidden, and the next one to sit here may be someone else.
  const base = new Base('/seller', parts, toolsOf(parts), 'per session')
  const shopIds = () => [...(base.store.view()?.shops.keys() ?? [])]
  const orders = base.followOrders('newest', (query) =>
    listOfShops(shopIds(), query, (ofShop) => base.request('order:list', ofShop)),
  )
  const stats = base.followStats((query) => base.request('stats:get', query))
  return { ...base.face(), orders, stats, commands: base.commands() }
}

/** The board's client: the public market and its sales; it sends nothing. */
export function createBoardClient(parts: ClientParts = {}): Client<'/board'> {
  return new Base('/board', parts, toolsOf(parts), 'saved').face()
}

interface Tools {
  clock: Clock
  storage: Storage
  random: () => number
  newId: () => string
}

const toolsOf = (parts: ClientParts): Tools => ({
  clock: parts.clock ?? systemClock,
  storage: parts.storage ?? browserStorage(),
  random: parts.random ?? Math.random,
  newId: parts.newId ?? newId,
})

interface Startable {
  start(): void
  stop(): void
}

/** What the three clients share: the store, and the socket that feeds it while it is started. */
class Base<N extends Namespace> {
  readonly topics = new Topics()
  readonly wake: Wake
  readonly store: MarketStore
  readonly #namespace: N
  readonly #parts: ClientParts
  readonly #tools: Tools
  readonly #saved: SavedMarket | null
  readonly #startables: Startable[] = []
  #orders: Orders | null = null
  #stats: Stats | null = null
  #socket: MarketSocket<N> | null = null
  readonly #belongings: Belongings
  #forgetPerson = () => {}
  #stopListening = () => {}

  constructor(namespace: N, parts: ClientParts, tools: Tools, kept: 'saved' | 'per session') {
    this.#namespace = namespace
    this.#parts = parts
    this.#tools = tools
    this.#belongings = new Belongings(tools.storage)
    this.#saved = kept === 'saved' ? new SavedMarket(tools.storage, tools.clock) : null
    this.wake = new Wake(tools.clock)
    this.store = new MarketStore({
      clock: tools.clock,
      topics: this.topics,
      ...(this.#saved ? { saved: this.#saved } : { perSession: true }),
      ...(parts.build === undefined ? {} : { build: parts.build }),
    })
  }

  request: Request<N> = (event, payload, options) =>
    this.#socket?.request(event, payload, options) ?? Promise.resolve({ kind: 'unknown' })

  get links(): { request: Request<N>; topics: Topics; wake: Wake } {
    return { request: this.request, topics: this.topics, wake: this.wake }
  }

  followOrders(extent: OrdersParts['extent'], list: OrdersParts['list']): Orders {
    this.#orders = new Orders({ list, extent, topics: this.topics, wake: this.wake })
    return this.#orders
  }

  followStats(list: StatsParts['ask']): Stats {
    this.#stats = new Stats({ ask: list, topics: this.topics })
    return this.#stats
  }

  commands(): Commands<N> {
    const onOrder = (order: Order) => this.#orders?.add([order])
    const epoch = () => this.store.position()?.epoch ?? null
    const commands = new Commands<N>({ ...this.#tools, ...this.links, epoch, onOrder })
    this.startWith(commands)
    return commands
  }

  startWith(startable: Startable): void {
    this.#startables.push(startable)
  }

  /** What to do when what is kept here turns out to be another person's. */
  onAnotherPerson(forget: () => void): void {
    this.#forgetPerson = forget
  }

  /** The part of it that a face is given. */
  face(): Client<N> {
    return {
      topics: this.topics,
      store: this.store,
      request: this.request,
      start: () => this.#start(),
      stop: () => this.#stop(),
      reconnect: () => this.#socket?.reconnect(),
    }
  }

  #start(): void {
    if (this.#socket) return
    // What the connection before this one ended with (a refusal, say) is over.
    this.store.hearConnection({ kind: 'connecting' })
    const { open = openMarket, url, identity } = this.#parts
    const listener = listenerOf(
      this.store,
      this.wake,
      () => this.#orders,
      () => this.#stats,
      () => this.#end(this.#parts.onPersonChanged),
    )
    const opened = (message: SessionOpened) => {
      this.#claim(message.session)
      this.#parts.onOpened?.(message.session)
      listener.opened(message)
    }
    this.#socket = open({
      namespace: this.#namespace,
      listener: { ...listener, opened },
      clock: this.#tools.clock,
      ...(url === undefined ? {} : { url }),
      ...(identity === undefined ? {} : { identity }),
    })
    for (const startable of this.#startables) startable.start()
    this.#stopListening = this.#listen()
  }

  #listen(): () => void {
    const session = () => this.store.opened()?.session ?? null
    const stops = [
      onLeaving(() => this.#saved?.flush()),
      onLeftElsewhere(this.#belongings, session, () => this.#end(this.#parts.onLeft)),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }

  /** What a browser keeps is for the person who kept it; a program and a board keep nothing of anyone. */
  #claim(session: Session): void {
    const isPersonal = this.#parts.identity?.kind !== 'token' && this.#namespace !== '/board'
    if (isPersonal && this.#belongings.claim(session)) this.#forgetPerson()
  }

  /** Stops for good, and keeps nothing: this page's person is gone. */
  #end(then: (() => void) | undefined): void {
    this.#saved?.drop()
    this.#stop()
    then?.()
  }

  #stop(): void {
    this.#stopListening()
    this.#saved?.flush()
    for (const startable of this.#startables) startable.stop()
    this.#orders?.pause()
    this.#socket?.close()
    this.#socket = null
    this.wake.end()
  }
}
