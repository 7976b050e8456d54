import type { Language } from '../../shared/language.ts'
import { change, type MarketView, reset, type Step, type Touched, viewOf } from '../../shared/market-view.ts'
import type { Brand } from '../../shared/protocol/brand-messages.ts'
import type {
  Market,
  MarketChanged,
  MarketReset,
  SalesMade,
  SalesPace,
  SessionOpened,
} from '../../shared/protocol/server-messages.ts'
import type { Product, Sale, Session, Shop } from '../../shared/protocol/shapes.ts'
import type { Clock } from '../socket/clock.ts'
import type { Connection } from '../socket/connection.ts'
import type { Folded, Position } from '../socket/wire.ts'
import type { SavedMarket } from './saved-market.ts'
import type { Topic, Topics } from './topics.ts'
import { translated } from './translated.ts'

/** The session as the server sent it. `clockAheadMs` is how far the server's clock is ahead of this machine's. */
export interface OpenedSession {
  readonly session: Session
  readonly build: string
  readonly clockAheadMs: number
  /** False if the browser keeps no cookies: then the session ends with the page. */
  readonly isKept: boolean
}

/** Does not change until a reset, or until the operator changes the brand. */
export type MarketInfo = Pick<MarketView, 'epoch' | 'name' | 'currency' | 'currencyDigits'> &
  Pick<Brand, 'currencyDisplay'>

/** The board's sales: the newest first, at most 50, and the market's totals. */
export interface Sales {
  readonly recent: readonly Sale[]
  readonly totals: SalesMade['totals']
}

/**
 * How current the shown market is: nothing loaded, possibly out of date, loaded moments ago while the first connection
 * is made, or live.
 */
export type Freshness = 'none' | 'old' | 'recent' | 'live'

export interface MarketStoreDependencies {
  clock: Clock
  topics: Topics
  /** Saves the last known market for the next visit; null if it depends on the session and must not outlive it. */
  saved: SavedMarket | null
  /** In which products are shown; null for those who write them. */
  language: Language | null
  /** The version of this client; null if unknown. */
  build: string | null
  /** The brand that the page came with. */
  brand: Brand | null
}

const recentSalesMax = 50
/** If so many shops are named, others may have sold something too. */
const pacedShopsMax = 50
/** Longer than an app shows "connecting". */
const recentMsMax = 10_000

/** The last known state of the server, and nothing else: pending commands are kept elsewhere. */
export class MarketStore {
  readonly #dependencies: MarketStoreDependencies
  #view: MarketView | null
  #info: MarketInfo | null = null
  #productIds: readonly number[] = []
  #connection: Connection = { kind: 'connecting' }
  #opened: OpenedSession | null = null
  #sales: Sales | null = null
  #pace: SalesPace | null = null
  #brand: Brand | null
  #marketNumber = 1
  /** When products sold out while this page was there. */
  readonly #soldOutAt = new Map<number, number>()
  #receivedAt: number | null = null

  constructor(dependencies: MarketStoreDependencies) {
    this.#dependencies = dependencies
    const view = dependencies.saved?.load() ?? null
    this.#view = view && this.#translated(view, 'all')
    this.#brand = dependencies.brand
    this.#deriveAll()
  }

  /** The market at one `(epoch, seq)`, or null before the first; a new object after every change. */
  view = (): MarketView | null => this.#view
  info = (): MarketInfo | null => this.#info
  product = (id: number): Product | undefined => this.#view?.products.get(id)
  shop = (id: number): Shop | undefined => this.#view?.shops.get(id)
  /** Ascending; a new array whenever topic `list` is notified. */
  productIds = (): readonly number[] => this.#productIds
  connection = (): Connection => this.#connection
  opened = (): OpenedSession | null => this.#opened
  brand = (): Brand | null => this.#brand
  sales = (): Sales | null => this.#sales

  /**
   * How many items were sold within the last minute, in the market or in one shop. Null before the server has said so,
   * without a connection, and for a shop about which it says nothing.
   */
  soldLastMinute = (shopId?: number): number | null => {
    if (!this.#pace || this.freshness() !== 'live') return null
    if (shopId === undefined) return this.#pace.units
    const { shops } = this.#pace
    const named = shops.find(([id]) => id === shopId)?.[1]
    return named ?? (shops.length < pacedShopsMax ? 0 : null)
  }

  /** On the server's clock. */
  soldOutAt = (id: number): number | undefined => this.#soldOutAt.get(id)

  /** When the last market message arrived, on this machine's clock; null before that. */
  receivedAt = (): number | null => this.#receivedAt

  freshness = (): Freshness => {
    if (!this.#view) return 'none'
    const { kind } = this.#connection
    if (kind === 'in-step' || kind === 'back' || kind === 'brief-offline') return 'live'
    const isRecent =
      this.#receivedAt !== null && this.#dependencies.clock.now() - this.#receivedAt < recentMsMax
    return kind === 'connecting' && isRecent ? 'recent' : 'old'
  }

  /** Whether the server runs another version than this page. */
  outdated = (): boolean => {
    if (this.#connection.kind === 'refused' && this.#connection.code === 'unsupported_protocol') return true
    const { build } = this.#dependencies
    return build !== null && this.#opened !== null && this.#opened.build !== build
  }

  /** Counts the markets seen here. A restored market counts as another one, as its ids may mean other things. */
  marketNumber = (): number => this.#marketNumber

  /** The position that a connection resumes from. */
  position = (): Position | null => this.#view && { epoch: this.#view.epoch, seq: this.#view.seq }

  setOpened(message: SessionOpened): void {
    const before = this.#opened
    const clockAheadMs = message.serverTime - this.#dependencies.clock.now()
    this.#opened = {
      session: message.session,
      build: message.build,
      clockAheadMs,
      isKept: message.handle === undefined,
    }
    const another = before !== null && before.session.id !== message.session.id
    if (another && !this.#dependencies.saved) {
      this.#view = null
      this.#deriveAll()
      this.#dependencies.topics.notifyAll()
    }
    this.#dependencies.topics.notify('session')
  }

  setSession(session: Session): void {
    if (!this.#opened) return
    this.#opened = { ...this.#opened, session }
    this.#dependencies.topics.notify('session')
  }

  reset(message: MarketReset): Folded {
    return this.#apply(reset(message))
  }

  change(message: MarketChanged): Folded {
    return this.#apply(change(this.#view, message))
  }

  /** The server confirmed that the shown market is current. */
  confirm(): void {
    this.#receivedAt = this.#dependencies.clock.now()
  }

  load(market: Market): void {
    this.#apply({ kind: 'applied', view: viewOf(market), touched: 'all' })
  }

  addSales(message: SalesMade): void {
    // The message is sorted oldest first.
    const newest = [...message.sales].reverse()
    const recent = [...newest, ...(this.#sales?.recent ?? [])].slice(0, recentSalesMax)
    this.#sales = { recent, totals: message.totals }
    this.#dependencies.topics.notify('sales')
  }

  setBrand(message: Brand): void {
    this.#brand = message
    this.#describe()
    this.#dependencies.topics.notify('brand', 'market')
  }

  setPace(message: SalesPace): void {
    this.#pace = message
    this.#dependencies.topics.notify('pace')
  }

  setConnection(state: Connection): void {
    this.#connection = state
    this.#dependencies.topics.notify('connection')
  }

  #apply(step: Step): Folded {
    this.#receivedAt = this.#dependencies.clock.now()
    if (step.kind !== 'applied') return step.kind
    const before = this.#view
    const view = this.#translated(step.view, step.touched)
    this.#view = view
    this.#dependencies.saved?.save(view)
    if (step.touched === 'all') {
      if (before && before.epoch !== view.epoch) {
        this.#marketNumber += 1
        // Those of the former market did not happen in the new one.
        this.#sales = null
        this.#soldOutAt.clear()
        this.#pace = null
      }
      this.#deriveAll()
      this.#dependencies.topics.notifyAll()
    } else {
      this.#notifyTouched(before, view, step.touched)
    }
    return 'applied'
  }

  #translated(view: MarketView, touched: Touched): MarketView {
    const { language } = this.#dependencies
    if (!language) return view
    return translated(view, language, touched === 'all' ? undefined : touched.products)
  }

  #notifyTouched(before: MarketView | null, after: MarketView, touched: Exclude<Touched, 'all'>): void {
    const topics: Topic[] = touched.products.map((id) => `product:${id}` as const)
    const listed = touched.products.filter((id) =>
      mayListDiffer(before?.products.get(id), after.products.get(id)),
    )
    for (const id of listed) this.#noteSoldOut(id, before?.products.get(id), after.products.get(id))
    if (listed.length > 0) {
      this.#listProducts()
      topics.push('list', ...listed.map((id) => `listing:${id}` as const))
    }
    if (touched.products.length > 0) topics.push('products')
    if (touched.shops.length > 0) topics.push('shops')
    this.#dependencies.topics.notify(...topics, ...touched.shops.map((id) => `shop:${id}` as const))
  }

  #noteSoldOut(id: number, before: Product | undefined, after: Product | undefined): void {
    if (after?.stock !== 0) this.#soldOutAt.delete(id)
    else if (before && before.stock > 0)
      this.#soldOutAt.set(id, this.#dependencies.clock.now() + (this.#opened?.clockAheadMs ?? 0))
  }

  #deriveAll(): void {
    this.#describe()
    this.#listProducts()
  }

  #describe(): void {
    const view = this.#view
    this.#info = view && {
      epoch: view.epoch,
      // The brand is newer: the market that is kept for the next visit may have a former name.
      name: this.#brand?.name ?? view.name,
      currency: view.currency,
      currencyDigits: view.currencyDigits,
      currencyDisplay: this.#brand?.currencyDisplay ?? 'symbol',
    }
  }

  #listProducts(): void {
    this.#productIds = [...(this.#view?.products.keys() ?? [])].sort((a, b) => a - b)
  }
}

/** Whether a list may filter or sort a product differently now: of its stock, only reaching or leaving 0 matters. */
const mayListDiffer = (before: Product | undefined, after: Product | undefined): boolean =>
  !before || !after || before.seq !== after.seq || (before.stock === 0) !== (after.stock === 0)
