import {
  type AuditedCurrency,
  type AuditedEntry,
  type AuditedEvent,
  type AuditedOrder,
  type AuditedProduct,
  type AuditedShop,
  auditedMoves,
  balanceOf,
  currencyIn,
  isOver,
  isWhole,
  listedProduct,
  openedShop,
  putBack,
  setStatus,
} from './audited.ts'
import { Findings } from './findings.ts'

/** For how many entries an id other than an order's must stay unique. */
const rememberedEntries = 100_000

/**
 * Replays a journal with code of its own (nothing of the market's is imported) and checks each entry against what must
 * hold: no gaps, time, ids, conservation, money, limits, pickup codes, who may still buy.
 */
export class Audit {
  readonly findings = new Findings()
  readonly products = new Map<number, AuditedProduct>()
  readonly shops = new Map<number, AuditedShop>()
  readonly orders = new Map<string, AuditedOrder>()
  readonly #epochs: string[] = []
  #lastProductId = 0
  readonly #aliases = new Map<string, string>()
  readonly #ids = new Map<string, number>()
  readonly #codes = new Set<string>()
  readonly #standing = new Map<string, number>()
  /** Of the entry that is being checked, or was last. */
  seq = 0
  #at = 0

  /** Takes the next entry. */
  take(entry: AuditedEntry): void {
    const before = this.seq
    this.seq = entry.seq
    this.expect(entry.seq === before + 1, `entry ${entry.seq} follows ${before}`)
    this.expect(entry.at >= this.#at, 'its time is before that of the entry before it')
    this.#at = entry.at
    this.#checkId(entry)
    for (const event of entry.events) this.#apply(event, entry)
    for (const event of entry.events) this.#checkBalances(event)
  }

  /** Checks every product's account once more, at the end. */
  checkAll(): void {
    for (const product of this.products.values()) this.#checkBalance(product)
  }

  /** The market's current epoch. */
  get epoch(): string {
    return this.#epochs.at(-1) ?? ''
  }

  /** The market's money; null before its first entry. */
  currency: AuditedCurrency | null = null

  /** Notes a finding at this entry if the condition does not hold; returns whether it holds. */
  expect(holds: boolean, message: string): boolean {
    return this.findings.expect(holds, this.seq, message)
  }

  #add(message: string): void {
    this.findings.add(this.seq, message)
  }

  #checkId({ id, seq }: AuditedEntry): void {
    const before = this.#ids.get(id)
    const reused = before !== undefined && (this.orders.has(id) || seq - before < rememberedEntries)
    this.expect(!reused, `its id was used before, by entry ${before}`)
    this.#ids.set(id, seq)
  }

  #apply(event: AuditedEvent, entry: AuditedEntry): void {
    switch (event.type) {
      case 'market:opened':
      case 'market:restored':
        return this.#begin(event)
      case 'shop:opened':
        this.expect(event.shopId === this.shops.size + 1, `shop ${event.shopId} is out of order`)
        this.shops.set(event.shopId, openedShop(event))
        return
      case 'shop:edited':
      case 'shop:suspended':
      case 'shop:restored':
      case 'shop:reopened':
        return this.#changeShop(event)
      case 'order:placed':
        return this.#place(event, entry)
      case 'order:cancelled':
        return this.#cancel(event)
      case 'buyer:merged':
        return this.#merge(event)
      default:
        if (Object.hasOwn(auditedMoves, event.type)) this.#moveOrder(event)
        else this.#applyToProduct(event)
    }
  }

  /** A history begins: its epoch must be new. */
  #begin({ type, epoch, ...money }: AuditedEvent): void {
    this.expect((type === 'market:opened') === (this.seq === 1), `${type} has no place here`)
    const isNew = typeof epoch === 'string' && epoch !== '' && !this.#epochs.includes(epoch)
    this.expect(isNew, `its epoch is not a new one: ${epoch}`)
    this.#epochs.push(epoch)
    this.currency ??= currencyIn(money)
  }

  #changeShop(event: AuditedEvent): void {
    const shop = this.shops.get(event.shopId)
    if (!shop) return this.#add(`shop ${event.shopId} is not there`)
    switch (event.type) {
      case 'shop:edited':
        if (event.changes.status) setStatus(shop, event.changes)
        return
      case 'shop:reopened':
        this.expect(shop.reopensAt !== null, 'it opened again without a deadline')
        return setStatus(shop, { status: 'open' })
      default:
        shop.suspended = event.type === 'shop:suspended'
    }
  }

  #applyToProduct(event: AuditedEvent): void {
    if (event.type === 'product:created') return this.#create(event)
    const product = this.products.get(event.productId)
    if (!product) return this.#add(`${event.type}: product ${event.productId} is not there`)
    this.expect(product.deleted === (event.type === 'product:restored'), `${event.type}: wrong life`)
    switch (event.type) {
      case 'product:edited':
        product.price = event.changes.price ?? product.price
        product.status = event.changes.status ?? product.status
        if (event.changes.limitPerBuyer !== undefined) product.limit = event.changes.limitPerBuyer
        return
      case 'product:restocked':
      case 'product:counted':
        product.stock += event.quantity
        if (event.quantity > 0) product.restocked += event.quantity
        else product.removed -= event.quantity
        return
      case 'product:deleted':
        this.expect(event.removed === product.stock, `removed ${event.removed} of ${product.stock}`)
        product.removed += event.removed
        Object.assign(product, { stock: 0, deleted: true, removedSince: event.removed })
        for (const id of event.forgets ?? []) this.#forget(id)
        return
      case 'product:restored':
        this.expect(event.quantity === product.removedSince, 'not what was removed came back')
        product.restocked += event.quantity
        Object.assign(product, { stock: event.quantity, deleted: false, removedSince: 0 })
        return
      default:
        this.#add(`event ${event.type} is not known`)
    }
  }

  /** Only what is deleted, balanced, and named by no order may be forgotten. */
  #forget(id: number): void {
    const product = this.products.get(id)
    if (!product) return this.#add(`product ${id} is forgotten, and not there`)
    this.#checkBalance(product)
    this.expect(product.deleted && product.orderCount === 0, `product ${id} is forgotten too early`)
    this.products.delete(id)
  }

  #create(event: AuditedEvent): void {
    const id = event.productId
    this.expect(id === this.#lastProductId + 1, `product ${id} is out of order`)
    this.#lastProductId = id
    this.expect(this.shops.has(event.shopId), `shop ${event.shopId} is not there`)
    this.expect(isWhole(event.price) && isWhole(event.stock), 'its price or stock is no whole number')
    this.products.set(id, listedProduct(event))
  }

  #place(event: AuditedEvent, { id }: AuditedEntry): void {
    const shop = this.shops.get(event.shopId)
    if (!shop) return this.#add(`shop ${event.shopId} is not there`)
    shop.orderCount += 1
    const { shopId, buyerId, lines, total, pickupCode, collectBy } = event
    const order: AuditedOrder = { shopId, buyerId, lines, total, status: 'placed', pickupCode, collectBy }
    this.expect(event.orderId === id && !this.orders.has(id), 'its order is not its own')
    this.expect(event.number === shop.orderCount, `number ${event.number}, not ${shop.orderCount}`)
    this.expect(!shop.closed && !shop.suspended, 'its shop was not open')
    this.expect(!this.#aliases.has(buyerId), 'its buyer is another by now')
    this.orders.set(id, order)
    const code = `${shopId} ${pickupCode}`
    this.expect(!this.#codes.has(code), `pickup code ${pickupCode} is in use`)
    this.#codes.add(code)
    this.#sell(order, event.place)
  }

  #sell(order: AuditedOrder, place: number): void {
    let total = 0
    const first = this.products.get(order.lines[0]?.productId ?? 0)
    const counted = new Set<number>()
    for (const { productId, quantity, unitPrice } of order.lines) {
      const product = this.products.get(productId)
      if (!product) return this.#add(`product ${productId} is not there`)
      this.expect(product.shopId === order.shopId, `product ${productId} is another shop's`)
      this.expect(!product.deleted && product.status === 'listed', `product ${productId} is not for sale`)
      this.expect(isWhole(quantity) && quantity > 0, `quantity ${quantity}`)
      this.expect(unitPrice === product.price, `sold at ${unitPrice}, not ${product.price}`)
      total += quantity * unitPrice
      product.stock -= quantity
      product.sold += quantity
      if (!counted.has(productId)) product.orderCount += 1
      counted.add(productId)
      const had = this.#addStanding(order.buyerId, productId, quantity)
      this.expect(product.limit === null || had <= product.limit, `${had} of at most ${product.limit}`)
    }
    this.expect(order.total === total, `its total is ${order.total}, not ${total}`)
    this.expect(place === first?.orderCount, `place ${place}, not ${first?.orderCount}`)
  }

  #cancel(event: AuditedEvent): void {
    const order = this.#moveOrder(event)
    this.expect(
      event.restock === undefined || event.by === 'seller',
      'it is not restocked, and not by its seller',
    )
    this.expect(event.by !== 'market' || order?.collectBy !== undefined, 'it expired without a deadline')
    for (const { productId, quantity } of order?.lines ?? []) {
      const product = this.products.get(productId)
      if (!product || !order) continue
      this.#addStanding(order.buyerId, productId, -quantity)
      putBack(product, quantity, event.restock !== false)
    }
  }

  #moveOrder({ type, orderId }: AuditedEvent): AuditedOrder | undefined {
    const { from, to } = auditedMoves[type]!
    const order = this.orders.get(orderId)
    if (!order || !from.includes(order.status)) {
      this.#add(`${type}: order ${orderId} is not waiting`)
      return undefined
    }
    if (isOver(to)) this.#codes.delete(`${order.shopId} ${order.pickupCode}`)
    order.status = to
    return order
  }

  #merge({ from, to }: AuditedEvent): void {
    this.expect(!this.#aliases.has(to), `${to} is another by now`)
    const already = this.#buyerNow(from)
    if (already === to) return
    this.expect(already === from, `${from} is ${already} already`)
    this.#aliases.set(from, to)
    for (const order of this.orders.values()) {
      if (order.buyerId !== from) continue
      order.buyerId = to
      if (order.status === 'cancelled') continue
      for (const { productId, quantity } of order.lines) {
        this.#addStanding(from, productId, -quantity)
        this.#addStanding(to, productId, quantity)
      }
    }
  }

  #buyerNow(buyerId: string): string {
    let id = buyerId
    for (let next = this.#aliases.get(id); next !== undefined; next = this.#aliases.get(id)) id = next
    return id
  }

  #addStanding(buyerId: string, productId: number, quantity: number): number {
    const key = `${productId} ${buyerId}`
    const units = (this.#standing.get(key) ?? 0) + quantity
    this.#standing.set(key, units)
    return units
  }

  #checkBalances(event: AuditedEvent): void {
    const isCancelled = event.type === 'order:cancelled'
    const lines = isCancelled ? this.orders.get(event.orderId)?.lines : event.lines
    for (const { productId } of lines ?? [event]) {
      const product = this.products.get(productId)
      if (product) this.#checkBalance(product)
    }
  }

  #checkBalance(product: AuditedProduct): void {
    const { id, stock } = product
    const balance = balanceOf(product)
    this.expect(isWhole(stock) && stock >= 0, `product ${id} has ${stock} in stock`)
    this.expect(balance === stock, `product ${id} has ${stock}, and should have ${balance}`)
  }
}
