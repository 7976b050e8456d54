import type {
  BuyerMerged,
  Entry,
  Event,
  OrderCancelled,
  OrderMoved,
  OrderPlaced,
  ProductCreated,
  ShopEdited,
  ShopOpened,
} from '../../../server/market/event.ts'
import type { JudgedOrder, JudgedProduct, JudgedShop } from './judged.ts'
import { type Versions, versionsIn } from './versions.ts'

/** The changes of a product other than by orders. */
type ProductEvent = Exclude<Extract<Event, { productId: number }>, ProductCreated>

/** Reports a broken promise. */
export type Complain = (rule: string, message: string) => void

/**
 * The market computed from the journal's lines with code of its own, with every past value. Reports entries that
 * should never have been written.
 */
export class Fold {
  seq = 0
  epoch = ''
  readonly products = new Map<number, Versions<JudgedProduct>>()
  readonly shops = new Map<number, Versions<JudgedShop>>()
  readonly orders = new Map<string, Versions<JudgedOrder>>()
  /** A buyer's units of a product in orders that are not cancelled, by `buyer product`. */
  readonly standing = new Map<string, Versions<number>>()
  /** The seqs of an id's entries. */
  readonly seqsOfId = new Map<string, number[]>()
  /** Products that an entry touched, by its seq. */
  readonly touched: number[][] = [[]]
  readonly touchedShops: number[][] = [[]]
  /** Buyers who have an account. */
  readonly accounts = new Set<string>()
  readonly #aliases = new Map<string, string>()
  readonly #openCodes = new Set<string>()
  readonly #complain: Complain
  readonly #idempotencyWindowEntriesMax: number
  #at = 0

  constructor(complain: Complain, idempotencyWindowEntriesMax: number) {
    this.#complain = complain
    this.#idempotencyWindowEntriesMax = idempotencyWindowEntriesMax
  }

  take(line: Entry): void {
    this.#expect(line.seq === this.seq + 1, 'G3', `entry ${line.seq} follows ${this.seq}`)
    this.#expect(line.at >= this.#at, 'G6', `entry ${line.seq} is of ${line.at}, before ${this.#at}`)
    this.seq = line.seq
    this.#at = line.at
    this.touched[line.seq] = []
    this.touchedShops[line.seq] = []
    this.#takeId(line)
    for (const event of line.events) this.#apply(event, line)
  }

  /** The id that a buyer has now, after all sign-ins. */
  buyerNow(buyerId: string): string {
    let id = buyerId
    for (let next = this.#aliases.get(id); next !== undefined; next = this.#aliases.get(id)) id = next
    return id
  }

  #expect(holds: boolean, rule: string, message: string): void {
    if (!holds) this.#complain(rule, message)
  }

  #takeId({ id, seq }: Entry): void {
    const seqs = this.seqsOfId.get(id)
    if (!seqs) return void this.seqsOfId.set(id, [seq])
    const isOrder = this.orders.has(id)
    const isKnown = seq - seqs.at(-1)! < this.#idempotencyWindowEntriesMax
    this.#expect(!isOrder && !isKnown, 'G5', `entry ${seq} has the id ${id} of entry ${seqs.at(-1)}`)
    seqs.push(seq)
  }

  #apply(event: Event, line: Entry): void {
    const { seq } = line
    switch (event.type) {
      case 'market:opened':
      case 'market:restored':
        this.epoch = event.epoch
        return
      case 'shop:opened':
        return this.#openShop(event, seq)
      case 'shop:edited':
        return this.#editShop(event, seq)
      case 'product:created':
        return this.#create(event, line)
      case 'order:placed':
        return this.#place(event, line)
      case 'order:readied':
        return this.#ready(event.orderId, seq)
      case 'order:cancelled':
      case 'order:fulfilled':
        return this.#end(event, seq)
      case 'shop:reopened':
        return this.#reopenShop(event.shopId, seq)
      case 'buyer:merged':
        return this.#merge(event, seq)
      case 'shop:suspended':
        return this.#setShop(seq, { ...this.#shop(event.shopId), suspended: true })
      case 'shop:restored':
        return this.#setShop(seq, { ...this.#shop(event.shopId), suspended: false })
      default:
        return this.#changeProduct(event, seq)
    }
  }

  #shop(shopId: number): JudgedShop {
    return this.shops.get(shopId)!.last!
  }

  #openShop({ type: _, shopId: id, sellerId: __, ...fields }: ShopOpened, seq: number): void {
    this.#setShop(seq, { ...fields, id, closed: false, reopensAt: null, suspended: false })
  }

  #editShop({ shopId, changes: { status, reopensAt, ...changes } }: ShopEdited, seq: number): void {
    const shop = { ...this.#shop(shopId), ...changes }
    if (status === undefined) return this.#setShop(seq, shop)
    const closed = status === 'closed'
    this.#setShop(seq, { ...shop, closed, reopensAt: closed && reopensAt !== undefined ? reopensAt : null })
  }

  #reopenShop(shopId: number, seq: number): void {
    const shop = this.#shop(shopId)
    this.#expect(shop.reopensAt !== null, 'G4', `entry ${seq}: shop ${shopId} opened again by itself`)
    this.#setShop(seq, { ...shop, closed: false, reopensAt: null })
  }

  #setShop(seq: number, shop: Omit<JudgedShop, 'status'>): void {
    const status = shop.suspended ? 'suspended' : shop.closed ? 'closed' : 'open'
    this.touchedShops[seq]!.push(shop.id)
    versionsIn(this.shops, shop.id).set(seq, { ...shop, status })
  }

  #create({ type: _, productId, ...fields }: ProductCreated, { seq, at }: Entry): void {
    const account = { deleted: false, forgotten: false, came: fields.stock, went: 0 }
    this.#setProduct(seq, { ...fields, ...account, id: productId, createdAt: at, seq })
  }

  #changeProduct(event: ProductEvent, seq: number): void {
    const product = this.products.get(event.productId)?.last
    if (!product)
      return this.#complain(
        'G4',
        `entry ${seq}: ${event.type} of product ${event.productId}, which is not there`,
      )
    switch (event.type) {
      case 'product:edited':
        return this.#setProduct(seq, { ...product, ...event.changes, seq })
      case 'product:restocked':
      case 'product:counted':
        return this.#move(seq, product, event.quantity)
      case 'product:deleted':
        this.#move(seq, product, -event.removed)
        this.#setProduct(seq, { ...this.#product(product.id), deleted: true, seq })
        for (const id of event.forgets ?? []) this.#forget(id, seq)
        return
      case 'product:restored':
        this.#expect(!product.forgotten, 'G4', `entry ${seq}: product ${product.id} was forgotten`)
        this.#setProduct(seq, { ...product, deleted: false, seq })
        return this.#move(seq, this.#product(product.id), event.quantity)
    }
  }

  /** Nobody can see it any more, so no view changes. */
  #forget(productId: number, seq: number): void {
    const product = this.#product(productId)
    this.#expect(
      product.deleted,
      'G4',
      `entry ${seq}: product ${productId} is forgotten, and was not deleted`,
    )
    versionsIn(this.products, productId).set(seq, { ...product, forgotten: true })
  }

  #product(productId: number): JudgedProduct {
    return this.products.get(productId)!.last!
  }

  #move(seq: number, product: JudgedProduct, quantity: number): void {
    const came = product.came + Math.max(0, quantity)
    const went = product.went + Math.max(0, -quantity)
    this.#setProduct(seq, { ...product, stock: product.stock + quantity, came, went })
  }

  #setProduct(seq: number, product: JudgedProduct): void {
    const { id, stock, came, went } = product
    this.#expect(Number.isSafeInteger(stock) && stock >= 0, 'G4', `entry ${seq}: product ${id} has ${stock}`)
    this.#expect(came - went === stock, 'G4', `entry ${seq}: product ${id} has ${stock}, not ${came - went}`)
    this.touched[seq]!.push(id)
    versionsIn(this.products, id).set(seq, product)
  }

  #place(event: OrderPlaced, { id, seq, at }: Entry): void {
    const { type: _, orderId, ...fields } = event
    this.#expect(orderId === id, 'G5', `entry ${seq} places order ${orderId} by the id ${id}`)
    const times = { placedAt: at, seq, changedSeq: seq }
    const order: JudgedOrder = { ...fields, ...times, id: orderId, status: 'placed' }
    const code = `${order.shopId} ${order.pickupCode}`
    this.#expect(!this.#openCodes.has(code), 'G4', `entry ${seq}: the pickup code ${code} is in use`)
    this.#openCodes.add(code)
    versionsIn(this.orders, orderId).set(seq, order)
    let total = 0
    for (const { productId, quantity, unitPrice } of order.lines) {
      const product = this.#product(productId)
      this.#expect(
        unitPrice === product.price,
        'G4',
        `entry ${seq}: sold at ${unitPrice}, not ${product.price}`,
      )
      this.#expect(
        !product.deleted && product.status === 'listed',
        'G4',
        `entry ${seq}: ${productId} is not for sale`,
      )
      this.#expect(
        !product.accountsOnly || this.accounts.has(order.buyerId),
        'G12',
        `entry ${seq}: ${productId} is not sold to guests`,
      )
      total += quantity * unitPrice
      const had = this.#addStanding(seq, order.buyerId, productId, quantity)
      const limit = product.limitPerBuyer
      this.#expect(
        limit === null || had <= limit,
        'G4',
        `entry ${seq}: ${order.buyerId} has ${had} of at most ${limit}`,
      )
      this.#move(seq, product, -quantity)
    }
    this.#expect(this.#shop(order.shopId).status === 'open', 'G4', `entry ${seq}: its shop is closed`)
    this.#expect(total === order.total, 'G4', `entry ${seq}: its total is ${order.total}, not ${total}`)
  }

  #ready(orderId: string, seq: number): void {
    const order = this.orders.get(orderId)?.last
    if (order?.status !== 'placed')
      return this.#complain('G4', `entry ${seq}: order ${orderId} becomes ready, and is ${order?.status}`)
    versionsIn(this.orders, orderId).set(seq, { ...order, status: 'ready', changedSeq: seq })
  }

  #end(event: OrderCancelled | OrderMoved, seq: number): void {
    const { type, orderId } = event
    const order = this.orders.get(orderId)?.last
    if (order?.status !== 'placed' && order?.status !== 'ready')
      return this.#complain('G4', `entry ${seq}: ${type} of an order that does not wait`)
    if (type === 'order:cancelled' && event.by === 'market')
      this.#expect(order.collectBy !== undefined, 'G4', `entry ${seq}: an order without a deadline expired`)
    if (type === 'order:cancelled' && event.restock !== undefined)
      this.#expect(event.by === 'seller', 'G4', `entry ${seq}: ${event.by} cancelled without restocking`)
    this.#openCodes.delete(`${order.shopId} ${order.pickupCode}`)
    const status = type === 'order:fulfilled' ? 'fulfilled' : 'cancelled'
    versionsIn(this.orders, orderId).set(seq, { ...order, status, changedSeq: seq })
    if (status === 'fulfilled') return
    for (const { productId, quantity } of order.lines) {
      this.#addStanding(seq, order.buyerId, productId, -quantity)
      const product = this.#product(productId)
      // The units of a deleted product are returned and removed again at once, as are those that the seller lost.
      const isLost = type === 'order:cancelled' && event.restock === false
      if (!product.deleted && !isLost) this.#move(seq, product, quantity)
    }
  }

  #merge({ from, to }: BuyerMerged, seq: number): void {
    const former = this.buyerNow(from)
    if (former === to) return
    this.#aliases.set(former, to)
    for (const versions of this.orders.values()) {
      const order = versions.last!
      if (order.buyerId !== former) continue
      versions.set(seq, { ...order, buyerId: to, changedSeq: seq })
      if (order.status === 'cancelled') continue
      for (const { productId, quantity } of order.lines) {
        this.#addStanding(seq, former, productId, -quantity)
        this.#addStanding(seq, to, productId, quantity)
      }
    }
  }

  #addStanding(seq: number, buyerId: string, productId: number, quantity: number): number {
    const versions = versionsIn(this.standing, `${buyerId} ${productId}`)
    const had = (versions.last ?? 0) + quantity
    versions.set(seq, had)
    return had
  }
}
