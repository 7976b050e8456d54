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
import type { Orders } from './orders.ts'
import type { Purchases } from './purchases.ts'
import { RetryTimer } from './retry-timer.ts'
import { SavedMarket } from './saved-market.ts'
import type { Stats } from './stats.ts'
import { browserStorage, type Storage } from './storage.ts'
import { Topics } from './topics.ts'

/** All optional. Tests and programs outside of a browser replace some. */
export interface ClientParts {
  /** The version of the page; see `MarketStore.outdated`. */
  build?: string
  url?: string
  identity?: Identity
  open?: OpenMarket
  clock?: Clock
  storage?: Storage
  random?: () => number
  newId?: () => string
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

export interface ClientTools {
  clock: Clock
  storage: Storage
  random: () => number
  newId: () => string
}

export const toolsOf = (parts: ClientParts): ClientTools => ({
  clock: parts.clock ?? systemClock,
  storage: parts.storage ?? browserStorage(),
  random: parts.random ?? Math.random,
  newId: parts.newId ?? newId,
})

interface Startable {
  start(): void
  stop(): void
}

/** The common part of all apps' clients: the store, and the socket that updates it. */
export class ClientBase<N extends Namespace> {
  readonly topics = new Topics()
  readonly retryTimer: RetryTimer
  readonly store: MarketStore
  readonly #namespace: N
  readonly #parts: ClientParts
  readonly #tools: ClientTools
  readonly #saved: SavedMarket | null
  readonly #startables: Startable[] = []
  #orders: Orders | null = null
  #stats: Stats | null = null
  #socket: MarketSocket<N> | null = null
  readonly #belongings: Belongings
  #forgetPerson = () => {}
  #stopListening = () => {}

  constructor(namespace: N, parts: ClientParts, tools: ClientTools, kept: 'saved' | 'per session') {
    this.#namespace = namespace
    this.#parts = parts
    this.#tools = tools
    this.#belongings = new Belongings(tools.storage)
    this.#saved = kept === 'saved' ? new SavedMarket(tools.storage, tools.clock) : null
    this.retryTimer = new RetryTimer(tools.clock)
    this.store = new MarketStore({
      clock: tools.clock,
      topics: this.topics,
      ...(this.#saved ? { saved: this.#saved } : { perSession: true }),
      ...(parts.build === undefined ? {} : { build: parts.build }),
    })
  }

  request: Request<N> = (event, payload, options) =>
    this.#socket?.request(event, payload, options) ?? Promise.resolve({ kind: 'unknown' })

  get links(): { request: Request<N>; topics: Topics; retryTimer: RetryTimer } {
    return { request: this.request, topics: this.topics, retryTimer: this.retryTimer }
  }

  /** Keeps these orders current. */
  follow(orders: Orders): Orders {
    this.#orders = orders
    return orders
  }

  /** Keeps these figures current. */
  followStats(stats: Stats): Stats {
    this.#stats = stats
    return stats
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

  /** Sets what to do when the stored data belonged to another person and was deleted. */
  onAnotherPerson(forget: () => void): void {
    this.#forgetPerson = forget
  }

  client(): Client<N> {
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
    // Clear the final state of the former connection, such as a refusal.
    this.store.hearConnection({ kind: 'connecting' })
    const { open = openMarket, url, identity } = this.#parts
    const listener = listenerOf(
      this.store,
      this.retryTimer,
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

  /** Programs and boards store nothing personal. */
  #claim(session: Session): void {
    const isPersonal = this.#parts.identity?.kind !== 'token' && this.#namespace !== '/board'
    if (isPersonal && this.#belongings.claim(session)) this.#forgetPerson()
  }

  /** The person of this page has gone, so the market they saw is not saved. */
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
    this.retryTimer.end()
  }
}
