import { change, type MarketView, reset, type Step, viewOf } from '../../../shared/market-view.ts'
import { brand } from '../../../shared/protocol/brand-messages.ts'
import type { Handshake } from '../../../shared/protocol/events.ts'
import {
  type Market,
  type MarketChanged,
  type MarketReset,
  marketChanged,
  marketReset,
  type OrderChanged,
  orderChanged,
  type SessionOpened,
  salesMade,
  salesPace,
  sessionOpened,
} from '../../../shared/protocol/server-messages.ts'
import { type Order, salesStats } from '../../../shared/protocol/shapes.ts'

export interface Heard {
  event: string
  payload: unknown
}

const schemas = {
  'session:opened': sessionOpened,
  'market:reset': marketReset,
  'market:changed': marketChanged,
  'order:changed': orderChanged,
  'sales:made': salesMade,
  'sales:pace': salesPace,
  'brand:changed': brand,
  'stats:changed': salesStats,
} as const

const isKnown = (event: string): event is keyof typeof schemas => Object.hasOwn(schemas, event)

/**
 * One client's side of the stream: the view folded from it, and every rule of the contract that can be seen
 * from here. Broken rules are collected, so that none is missed for having been caught somewhere.
 */
export class Stream {
  readonly heard: Heard[] = []
  /** Orders as `order:changed` told of them: of two versions the one with the higher `changedSeq`. */
  readonly orders = new Map<string, Order>()
  view: MarketView | null = null
  opened: SessionOpened | null = null
  token: string | null = null
  resets = 0
  /** The market is too large for a message. */
  mustFetch = false
  readonly #watches: boolean
  readonly #hasSession: boolean
  readonly #breaches: string[] = []
  #stage: 'apart' | 'connected' | 'opened' | 'in step' = 'apart'
  /** The seq of the message before on this connection's stream; first what the client said it has. */
  #lastSeq: number | null = null

  /** `hasSession`: whether a session is told of before the market, as on Socket.IO. */
  constructor({ watches = true, hasSession = true }: { watches?: boolean; hasSession?: boolean } = {}) {
    this.#watches = watches
    this.#hasSession = hasSession
  }

  /** Whether everything that follows a connect has arrived. */
  get isReady(): boolean {
    return this.#stage === 'in step' || (this.#stage === 'opened' && !this.#watches)
  }

  connecting({ seq }: Handshake): void {
    this.#stage = this.#hasSession ? 'connected' : 'opened'
    this.#lastSeq = seq ?? null
    this.mustFetch = false
  }

  lost(): void {
    this.#stage = 'apart'
  }

  fetched(market: Market): void {
    this.view = viewOf(market)
  }

  hear(event: string, payload: unknown): void {
    this.heard.push({ event, payload })
    if (!isKnown(event)) return this.#breach(`${event} stands in no contract`)
    const checked = schemas[event].safeParse(payload)
    if (!checked.success) this.#breach(`${event} has another shape: ${JSON.stringify(checked.error.issues)}`)
    if (this.#stage === 'connected' && event !== 'session:opened') this.#breach(`${event} before the session`)
    switch (event) {
      case 'session:opened':
        return this.#open(payload as SessionOpened)
      case 'market:reset':
        return this.#reset(payload as MarketReset)
      case 'market:changed':
        return this.#change(payload as MarketChanged)
      case 'order:changed':
        return this.#keep((payload as OrderChanged).order)
    }
  }

  /** Throws when a rule was broken. */
  check(): void {
    if (this.#breaches.length)
      throw new Error(`the stream broke its rules:\n${this.#breaches.slice(0, 10).join('\n')}`)
  }

  summary(): string {
    const last = this.heard.slice(-3).map(({ event, payload }) => `${event} ${JSON.stringify(payload)}`)
    return `${this.#stage} at ${this.view?.seq}, last heard: ${last.join(' | ').slice(0, 1_000)}`
  }

  #open(message: SessionOpened): void {
    if (this.#stage !== 'connected') this.#breach(`session:opened while ${this.#stage}`)
    this.opened = message
    if (message.token) this.token = message.token
    this.#stage = 'opened'
  }

  #reset(message: MarketReset): void {
    this.resets += 1
    this.#starts()
    this.mustFetch = 'fetch' in message
    this.#take(reset(message))
    if (!this.mustFetch) this.#lastSeq = message.seq
  }

  #change(message: MarketChanged): void {
    const isFirst = this.#stage === 'opened'
    this.#starts()
    const { from, seq } = message
    if (from !== this.#lastSeq) this.#breach(`a change from ${from} after the seq ${this.#lastSeq}`)
    if (seq < from) this.#breach(`a change that leads back, from ${from} to ${seq}`)
    if (!isFirst && seq === from && hasContent(message)) this.#breach(`a change at ${seq} that has no place`)
    if (this.mustFetch) this.#breach('a change for a client that was told to fetch')
    const named = [
      ...(message.products ?? []).map(({ id }) => id),
      ...(message.stock ?? []).map(([id]) => id),
      ...(message.removed ?? []),
    ]
    if (new Set(named).size < named.length) this.#breach(`a product stands twice in the change to ${seq}`)
    this.#lastSeq = seq
    this.#take(change(this.view, message))
  }

  #starts(): void {
    if (!this.#watches) this.#breach('a market for a client that wants none')
    if (this.#stage === 'opened') this.#stage = 'in step'
  }

  #take(step: Step): void {
    if (step.kind === 'applied') this.view = step.view
    if (step.kind === 'gap') this.#breach('a gap')
  }

  #keep(order: Order): void {
    const known = this.orders.get(order.id)
    if (!known || known.changedSeq <= order.changedSeq) this.orders.set(order.id, order)
  }

  #breach(what: string): void {
    this.#breaches.push(what)
  }
}

const hasContent = ({ products, stock, removed, shops }: MarketChanged): boolean =>
  Boolean(products?.length || stock?.length || removed?.length || shops?.length)
