import { isDeepStrictEqual } from 'node:util'
import type { MarketChanged, MarketReset } from '../../../shared/protocol/server-messages.ts'
import type { Product, Shop } from '../../../shared/protocol/shapes.ts'
import type { Complain, Fold } from './fold.ts'
import type { JudgedProduct } from './judged.ts'

/** A client's connection, as the judge knows it. */
export interface JudgedLink {
  client: string
  /** The buyer whose orders it may be sent. */
  buyerId: string
  seesHidden: boolean
  has: { epoch: string; seq: number } | null
  /** The seq of the last message of the market's stream; null before the first. */
  seq: number | null
  isOpened: boolean
}

export interface StreamBounds {
  resumeEntriesMax: number
  ringEntriesMax: number
}

/**
 * Judges messages of the market's streams when they are sent: each is complete, follows the one before, and equals
 * the journal at that seq.
 */
export class StreamJudge {
  readonly #fold: Fold
  readonly #complain: Complain
  readonly #bounds: StreamBounds
  /** Messages that were checked already: most are sent to many clients. */
  #judged = new Set<string>()
  #judgedSeq = -1

  constructor(fold: Fold, complain: Complain, bounds: StreamBounds) {
    this.#fold = fold
    this.#complain = complain
    this.#bounds = bounds
  }

  opened(link: JudgedLink): void {
    if (link.isOpened) this.#complain('G7', `${link.client} was opened twice`)
    link.isOpened = true
  }

  reset(link: JudgedLink, message: MarketReset, text: string): void {
    this.#mustBeNow(message.epoch, message.seq)
    this.#mustBeNeeded(link, message.seq)
    link.seq = message.seq
    if ('fetch' in message || this.#isJudged(`${link.seesHidden} ${text}`)) return
    this.whole(link, message)
  }

  /** Checks that a whole market equals the journal. */
  whole(
    link: Pick<JudgedLink, 'client' | 'seesHidden'>,
    market: { seq: number; products: readonly Product[]; shops: readonly Shop[] },
  ): void {
    const shown = new Map(market.products.map((product) => [product.id, product]))
    for (const [id, versions] of this.#fold.products) {
      const product = versions.at(market.seq)
      const isSeen = isVisible(product, link.seesHidden)
      if (isSeen !== shown.has(id))
        this.#complain(
          'G7',
          `${link.client} at ${market.seq}: product ${id} is ${isSeen ? 'missing' : 'shown'}`,
        )
      else if (isSeen) this.#mustEqual(link, market.seq, shown.get(id)!, product!)
    }
    if (shown.size > this.#fold.products.size)
      this.#complain('G7', `${link.client}: products that nobody listed`)
    for (const shop of market.shops) this.#shopMustEqual(link, market.seq, shop)
  }

  changed(link: JudgedLink, message: MarketChanged, text: string): void {
    const { from, seq, epoch } = message
    this.#mustBeNow(epoch, seq)
    const before = link.seq ?? link.has?.seq ?? null
    if (from !== before)
      this.#complain('G7', `${link.client}: from ${from}, and the one before was ${before}`)
    if (seq < from) this.#complain('G7', `${link.client}: from ${from} back to ${seq}`)
    link.seq = seq
    if (this.#isJudged(`${link.seesHidden} ${text}`)) return
    const told = new Set([
      ...(message.products ?? []).map(({ id }) => id),
      ...(message.stock ?? []).map(([id]) => id),
      ...(message.removed ?? []),
    ])
    for (const product of message.products ?? []) this.#mustEqual(link, seq, product)
    for (const [id, stock] of message.stock ?? []) this.#stockMustEqual(link, seq, id, stock)
    for (const id of message.removed ?? []) {
      if (isVisible(this.#fold.products.get(id)?.at(seq), link.seesHidden)) {
        this.#complain('G7', `${link.client} at ${seq}: product ${id} is removed, and is there`)
      }
    }
    for (const shop of message.shops ?? []) this.#shopMustEqual(link, seq, shop)
    this.#mustBeComplete(link, message, told)
  }

  #isJudged(text: string): boolean {
    if (this.#judgedSeq !== this.#fold.seq) this.#judged = new Set()
    this.#judgedSeq = this.#fold.seq
    if (this.#judged.has(text)) return true
    this.#judged.add(text)
    return false
  }

  #mustBeNow(epoch: string, seq: number): void {
    if (epoch !== this.#fold.epoch) this.#complain('G7', `epoch ${epoch}, not ${this.#fold.epoch}`)
    if (seq > this.#fold.seq)
      this.#complain('G1', `the market at ${seq} was told, and ${this.#fold.seq} is durable`)
  }

  /** Checks that a reset is sent only to clients that are new or too far behind. */
  #mustBeNeeded({ client, has, seq: before }: JudgedLink, seq: number): void {
    const { resumeEntriesMax, ringEntriesMax } = this.#bounds
    if (before !== null) {
      if (seq - before <= ringEntriesMax)
        this.#complain('G7', `${client} was reset at ${seq}, and was at ${before}`)
      return
    }
    if (!has || has.epoch !== this.#fold.epoch || has.seq > seq) return
    if (seq - has.seq <= resumeEntriesMax)
      this.#complain('G7', `${client} was reset at ${seq}, and had ${has.seq}`)
  }

  #mustEqual(
    link: Pick<JudgedLink, 'client' | 'seesHidden'>,
    seq: number,
    shown: Product,
    product = this.#fold.products.get(shown.id)?.at(seq),
  ): void {
    if (!product || !isVisible(product, link.seesHidden)) {
      return this.#complain('G7', `${link.client} at ${seq}: product ${shown.id} must not be seen`)
    }
    for (const field of productFields) {
      if (isDeepStrictEqual(shown[field], product[field])) continue
      this.#complain(
        'G7',
        `${link.client} at ${seq}: ${field} of product ${shown.id} is ${shown[field]}, not ${product[field]}`,
      )
    }
  }

  #stockMustEqual({ client, seesHidden }: JudgedLink, seq: number, id: number, stock: number): void {
    const product = this.#fold.products.get(id)?.at(seq)
    if (isVisible(product, seesHidden) && product?.stock === stock) return
    this.#complain('G7', `${client} at ${seq}: product ${id} has ${stock} in stock, not ${product?.stock}`)
  }

  #shopMustEqual({ client }: Pick<JudgedLink, 'client'>, seq: number, shown: Shop): void {
    const shop = this.#fold.shops.get(shown.id)?.at(seq)
    for (const field of shopFields) {
      if (shown[field] === shop?.[field]) continue
      this.#complain(
        'G7',
        `${client} at ${seq}: ${field} of shop ${shown.id} is ${shown[field]}, not ${shop?.[field]}`,
      )
    }
  }

  /** Checks that every change that this audience may see was sent. */
  #mustBeComplete(
    { client, seesHidden }: JudgedLink,
    { from, seq, shops = [] }: MarketChanged,
    told: ReadonlySet<number>,
  ): void {
    for (let at = from + 1; at <= seq; at += 1) {
      for (const id of this.#fold.touched[at] ?? []) {
        const versions = this.#fold.products.get(id)!
        const concerns = isVisible(versions.at(seq), seesHidden) || isVisible(versions.at(from), seesHidden)
        if (concerns && !told.has(id))
          this.#complain(
            'G7',
            `${client}: product ${id} changed at ${at}, and ${from} to ${seq} does not say so`,
          )
      }
      for (const id of this.#fold.touchedShops[at] ?? []) {
        if (!shops.some((shop) => shop.id === id))
          this.#complain(
            'G7',
            `${client}: shop ${id} changed at ${at}, and ${from} to ${seq} does not say so`,
          )
      }
    }
  }
}

const productFields = [
  'shopId',
  'name',
  'sku',
  'description',
  'content',
  'category',
  'image',
  'price',
  'stock',
  'limitPerBuyer',
  'accountsOnly',
  'status',
  'createdAt',
  'seq',
] as const
const shopFields = [
  'slug',
  'name',
  'description',
  'pickupNote',
  'lowStockAt',
  'timeZone',
  'collectMinutes',
  'accountsOnly',
  'avatar',
  'banner',
  'color',
  'status',
  'reopensAt',
] as const

function isVisible(product: JudgedProduct | undefined, seesHidden: boolean): boolean {
  return product !== undefined && !product.deleted && (seesHidden || product.status === 'listed')
}
