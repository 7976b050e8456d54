import type { AuditedEntry, AuditedEvent } from './audited-entry.ts'
import { type AuditedOrder, type AuditedShop, auditedMoves, isOver, openedShop } from './audited-order.ts'
import { type AuditedProduct, balanceOf, isWhole, listedProduct } from './audited-product.ts'
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
  readonly #codes = new Map<string, string>()
  readonly #standing = new Map<string, number>()
  seq = 0
  #at = 0

  /** Takes the next entry. */
  take(entry: AuditedEntry): void {
    this.#expect(entry.seq === this.seq + 1, entry.seq, `entry ${entry.seq} follows ${this.seq}`)
    this.#expect(entry.at >= this.#at, entry.seq, 'its time is before that of the entry before it')
    this.seq = entry.seq
    this.#at = entry.at
    this.#checkId(entry)
    for (const event of entry.events) this.#apply(event, entry)
    for (const event of entry.events) this.#checkBalances(event, entry.seq)
  }

  /** Checks every product's account once more, at the end. */
  checkAll(): void {
    for (const product of this.products.values()) this.#checkBalance(product, this.seq)
  }

  /** The market's current epoch. */
  get epoch(): string {
    return this.#epochs.at(-1) ?? ''
  }

  get units(): number {
    return this.#standingOrders().reduce(
      (sum, { lines }) => sum + lines.reduce((units, { quantity }) => units + quantity, 0),
      0,
    )
  }

  get revenue(): number {
    return this.#standingOrders().reduce((sum, { total }) => sum + total, 0)
  }

  #standingOrders(): AuditedOrder[] {
    return [...this.orders.values()].filter(({ status }) => status !== 'cancelled')
  }

  #expect(holds: boolean, seq: number, message: string): boolean {
    return this.findings.expect(holds, seq, message)
  }

  #checkId({ id, seq }: AuditedEntry): void {
    const before = this.#ids.get(id)
    const reused = before !== undefined && (this.orders.has(id) || seq - before < rememberedEntries)
    this.#expect(!reused, seq, `its id was used before, by entry ${before}`)
    this.#ids.set(id, seq)
  }

  #apply(event: AuditedEvent, entry: AuditedEntry): void {
    const { seq } = entry
    switch (event.type) {
      case 'market:opened':
      case 'market:restored':
        return this.#begin(event, seq)
      case 'shop:opened':
        this.#expect(event.shopId === this.shops.size + 1, seq, `shop ${event.shopId} is out of order`)
        this.shops.set(event.shopId, openedShop(event.sellerId))
        return
      case 'shop:edited':
      case 'shop:suspended':
      case 'shop:restored':
        return this.#changeShop(event, seq)
      case 'order:placed':
        return this.#place(event, entry)
      case 'order:cancelled':
        return this.#cancel(event, seq)
      case 'buyer:merged':
        return this.#merge(event, seq)
      default:
        if (Object.hasOwn(auditedMoves, event.type)) this.#moveOrder(event, seq)
        else this.#applyToProduct(event, seq)
    }
  }

  /** A history begins: its epoch must be new. */
  #begin({ type, epoch }: AuditedEvent, seq: number): void {
    this.#expect((type === 'market:opened') === (seq === 1), seq, `${type} has no place here`)
    const isNew = typeof epoch === 'string' && epoch !== '' && !this.#epochs.includes(epoch)
    this.#expect(isNew, seq, `its epoch is not a new one: ${epoch}`)
    this.#epochs.push(epoch)
  }

  #changeShop(event: AuditedEvent, seq: number): void {
    const shop = this.shops.get(event.shopId)
    if (!shop) return this.findings.add(seq, `shop ${event.shopId} is not there`)
    if (event.type !== 'shop:edited') shop.suspended = event.type === 'shop:suspended'
    else if (event.changes.status) shop.closed = event.changes.status === 'closed'
  }

  #applyToProduct(event: AuditedEvent, seq: number): void {
    if (event.type === 'product:created') return this.#create(event, seq)
    const product = this.products.get(event.productId)
    if (!product) return this.findings.add(seq, `${event.type}: product ${event.productId} is not there`)
    this.#expect(product.deleted === (event.type === 'product:restored'), seq, `${event.type}: wrong life`)
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
        this.#expect(event.removed === product.stock, seq, `removed ${event.removed} of ${product.stock}`)
        product.removed += event.removed
        Object.assign(product, { stock: 0, deleted: true, removedSince: event.removed })
        for (const id of event.forgets ?? []) this.#forget(id, seq)
        return
      case 'product:restored':
        this.#expect(event.quantity === product.removedSince, seq, 'not what was removed came back')
        product.restocked += event.quantity
        Object.assign(product, { stock: event.quantity, deleted: false, removedSince: 0 })
        return
      default:
        this.findings.add(seq, `event ${event.type} is not known`)
    }
  }

  /** Only what is deleted, balanced, and named by no order may be forgotten. */
  #forget(id: number, seq: number): void {
    const product = this.products.get(id)
    if (!product) return this.findings.add(seq, `product ${id} is forgotten, and not there`)
    this.#checkBalance(product, seq)
    this.#expect(product.deleted && product.orderCount === 0, seq, `product ${id} is forgotten too early`)
    this.products.delete(id)
  }

  #create(event: AuditedEvent, seq: number): void {
    const id = event.productId
    this.#expect(id === this.#lastProductId + 1, seq, `product ${id} is out of order`)
    this.#lastProductId = id
    this.#expect(this.shops.has(event.shopId), seq, `shop ${event.shopId} is not there`)
    this.#expect(isWhole(event.price) && isWhole(event.stock), seq, 'its price or stock is no whole number')
    this.products.set(id, listedProduct(event))
  }

  #place(event: AuditedEvent, { id, seq }: AuditedEntry): void {
    const shop = this.shops.get(event.shopId)
    if (!shop) return this.findings.add(seq, `shop ${event.shopId} is not there`)
    shop.orderCount += 1
    const order: AuditedOrder = {
      shopId: event.shopId,
      buyerId: event.buyerId,
      lines: event.lines,
      total: event.total,
      status: 'placed',
      pickupCode: event.pickupCode,
      collectBy: event.collectBy,
    }
    this.#expect(event.orderId === id && !this.orders.has(id), seq, 'its order is not its own')
    this.#expect(event.number === shop.orderCount, seq, `number ${event.number}, not ${shop.orderCount}`)
    this.#expect(!shop.closed && !shop.suspended, seq, 'its shop was not open')
    this.#expect(!this.#aliases.has(event.buyerId), seq, 'its buyer is another by now')
    this.orders.set(id, order)
    this.#takeCode(order, id, seq)
    this.#sell(order, event.place, seq)
  }

  #takeCode({ shopId, pickupCode }: AuditedOrder, id: string, seq: number): void {
    const key = `${shopId} ${pickupCode}`
    this.#expect(!this.#codes.has(key), seq, `pickup code ${pickupCode} is in use`)
    this.#codes.set(key, id)
  }

  #sell(order: AuditedOrder, place: number, seq: number): void {
    let total = 0
    const first = this.products.get(order.lines[0]?.productId ?? 0)
    const counted = new Set<number>()
    for (const { productId, quantity, unitPrice } of order.lines) {
      const product = this.products.get(productId)
      if (!product) return this.findings.add(seq, `product ${productId} is not there`)
      this.#expect(product.shopId === order.shopId, seq, `product ${productId} is another shop's`)
      this.#expect(
        !product.deleted && product.status === 'listed',
        seq,
        `product ${productId} is not for sale`,
      )
      this.#expect(isWhole(quantity) && quantity > 0, seq, `quantity ${quantity}`)
      this.#expect(unitPrice === product.price, seq, `sold at ${unitPrice}, not ${product.price}`)
      total += quantity * unitPrice
      product.stock -= quantity
      product.sold += quantity
      if (!counted.has(productId)) product.orderCount += 1
      counted.add(productId)
      const had = this.#addStanding(order.buyerId, productId, quantity)
      this.#expect(product.limit === null || had <= product.limit, seq, `${had} of at most ${product.limit}`)
    }
    this.#expect(order.total === total, seq, `its total is ${order.total}, not ${total}`)
    this.#expect(place === first?.orderCount, seq, `place ${place}, not ${first?.orderCount}`)
  }

  #cancel(event: AuditedEvent, seq: number): void {
    const order = this.#moveOrder(event, seq)
    this.#expect(
      event.by !== 'market' || order?.collectBy !== undefined,
      seq,
      'it expired without a deadline',
    )
    for (const { productId, quantity } of order?.lines ?? []) {
      const product = this.products.get(productId)
      if (!product || !order) continue
      this.#addStanding(order.buyerId, productId, -quantity)
      product.returned += quantity
      if (product.deleted) {
        product.removed += quantity
        product.removedSince += quantity
      } else product.stock += quantity
    }
  }

  #moveOrder({ type, orderId }: AuditedEvent, seq: number): AuditedOrder | undefined {
    const { from, to } = auditedMoves[type]!
    const order = this.orders.get(orderId)
    if (!order || !from.includes(order.status)) {
      this.findings.add(seq, `${type}: order ${orderId} is not waiting`)
      return undefined
    }
    if (isOver(to)) this.#codes.delete(`${order.shopId} ${order.pickupCode}`)
    order.status = to
    return order
  }

  #merge({ from, to }: AuditedEvent, seq: number): void {
    this.#expect(!this.#aliases.has(to), seq, `${to} is another by now`)
    const already = this.#buyerNow(from)
    if (already === to) return
    this.#expect(already === from, seq, `${from} is ${already} already`)
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

  #checkBalances(event: AuditedEvent, seq: number): void {
    const ids: number[] = event.lines?.map((line: { productId: number }) => line.productId) ?? [
      event.productId,
    ]
    const cancelled = event.type === 'order:cancelled' ? this.orders.get(event.orderId)?.lines : undefined
    for (const id of cancelled?.map(({ productId }) => productId) ?? ids) {
      const product = this.products.get(id)
      if (product) this.#checkBalance(product, seq)
    }
  }

  #checkBalance(product: AuditedProduct, seq: number): void {
    const { id, stock } = product
    this.#expect(isWhole(stock) && stock >= 0, seq, `product ${id} has ${stock} in stock`)
    this.#expect(
      balanceOf(product) === stock,
      seq,
      `product ${id} has ${stock}, and should have ${balanceOf(product)}`,
    )
  }
}
