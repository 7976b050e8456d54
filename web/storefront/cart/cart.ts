import type { PurchaseLine } from '../../../shared/protocol/buyer-messages.ts'
import { limits } from '../../../shared/protocol/limits.ts'
import { newId } from '../../store/new-id.ts'
import type { Storage } from '../../store/storage.ts'
import { Observable } from '../observable.ts'

/** A wish that is not sent yet, or was sent with the purchase `sentAs` whose outcome is not known yet. */
export interface CartLine {
  readonly productId: number
  readonly quantity: number
  /** The price that the buyer saw last, in minor units. */
  readonly unitPrice: number
  readonly sentAs: string | null
  /**
   * The id of the order in which it stands first, the same in all tabs: of two that order it at the same moment one
   * order is made. What was not made is ordered with another.
   */
  readonly orderId: string
}

/** What became of a line of a purchase: `open` may still be bought, `made` was, `not-made` never will be. */
export type Fate = 'open' | 'made' | 'not-made'

const key = 'souk:cart:1'

/**
 * What the buyer put together, of any shops; kept in this browser, and shared by its tabs. A product stands in
 * it once. Lines stay until it is known that they were bought, so that a reload in the middle loses none and
 * buys none twice.
 */
export class Cart {
  readonly lines: Observable<readonly CartLine[]>
  readonly #storage: Storage
  /** Purchases that were sent from here, so that a refused one leads back here. */
  readonly #sent: Set<string>
  /** Does the browser hold what is shown here? It may be full: then this tab goes by itself. */
  #isKept = true

  constructor(storage: Storage) {
    this.#storage = storage
    this.lines = new Observable(read(storage))
    this.#sent = new Set(this.lines.get().flatMap((line) => line.sentAs ?? []))
  }

  /** Whether a purchase was sent from the cart. */
  sent = (purchaseId: string): boolean => this.#sent.has(purchaseId)

  /** Puts in more of a product, or as many as there may be. */
  add(productId: number, quantity: number, unitPrice: number): void {
    const there = this.#line(productId)
    if (there?.sentAs) return
    if (there) return this.change(productId, there.quantity + quantity, unitPrice)
    const line = { productId, quantity: atMost(quantity), unitPrice, sentAs: null, orderId: newId() }
    this.#write([...this.lines.get(), line])
  }

  /** Changes how many, and takes over the price that is shown beside it. */
  change(productId: number, quantity: number, unitPrice: number): void {
    const changed = { quantity: atMost(quantity), unitPrice }
    this.#write(
      this.lines
        .get()
        .map((line) =>
          line.productId === productId && line.sentAs === null ? { ...line, ...changed } : line,
        ),
    )
  }

  remove(productId: number): void {
    this.#write(this.lines.get().filter((line) => line.productId !== productId || line.sentAs !== null))
  }

  /**
   * Orders lines by `buy`, with the id that they have in every tab, and marks them as sent, as they were sent. Nothing
   * happens when another tab has sent some of them, as far as the browser tells by now.
   */
  order(wished: readonly PurchaseLine[], buy: (lines: readonly PurchaseLine[], id: string) => void): void {
    this.#reread()
    const there = wished.map(({ productId }) => this.#line(productId))
    const [first] = there
    if (!first || there.some((line) => line?.sentAs !== null)) return
    buy(wished, first.orderId)
    this.#sent.add(first.orderId)
    const byId = new Map(wished.map((line) => [line.productId, line]))
    this.#write(
      this.lines.get().map((line) => {
        const as = byId.get(line.productId)
        return as ? { ...line, ...as, sentAs: first.orderId } : line
      }),
    )
  }

  /** Drops lines that were bought, whoever sent them, and frees those that were not; another tab frees its own. */
  settle(fateOf: (purchaseId: string, productId: number) => Fate): void {
    const lines = this.lines.get()
    const settled = lines.flatMap((line) => {
      const { sentAs, productId } = line
      if (sentAs === null) return [line]
      const fate = fateOf(sentAs, productId)
      if (fate === 'made') return []
      return fate === 'not-made' && this.sent(sentAs) ? [{ ...line, sentAs: null, orderId: newId() }] : [line]
    })
    if (settled.some((line, index) => line !== lines[index]) || settled.length !== lines.length) {
      this.#write(settled)
    }
  }

  /** Follows other tabs, and what happened while this page was put aside and gone back to; returns how to stop. */
  follow(): () => void {
    const onStorage = (event: StorageEvent) => {
      if (event.key === key || event.key === null) this.lines.set(read(this.#storage))
    }
    const onShown = (event: PageTransitionEvent) => {
      if (event.persisted) this.#reread()
    }
    window.addEventListener('storage', onStorage)
    window.addEventListener('pageshow', onShown)
    return () => {
      window.removeEventListener('storage', onStorage)
      window.removeEventListener('pageshow', onShown)
    }
  }

  #line(productId: number): CartLine | undefined {
    return this.lines.get().find((line) => line.productId === productId)
  }

  /** Takes over what other tabs wrote, which this one may not have heard of. */
  #reread(): void {
    if (this.#isKept) this.lines.set(read(this.#storage))
  }

  #write(lines: readonly CartLine[]): void {
    this.#isKept = this.#storage.write(key, JSON.stringify(lines))
    this.lines.set(lines)
  }
}

const atMost = (quantity: number): number => Math.min(limits.quantityMax, Math.max(1, quantity))

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value)

function read(storage: Storage): readonly CartLine[] {
  try {
    const lines = JSON.parse(storage.read(key) ?? '[]') as CartLine[]
    return lines
      .filter((line) => isWhole(line.productId) && isWhole(line.quantity) && isWhole(line.unitPrice))
      .map((line) => ({ ...line, orderId: line.orderId ?? newId() }))
  } catch {
    // Not what we wrote: an empty cart is better than no page.
    return []
  }
}
