import type { PurchaseLine } from '../../../shared/protocol/buyer-messages.ts'
import { limits } from '../../../shared/protocol/limits.ts'
import { newId } from '../../store/new-id.ts'
import type { Storage } from '../../store/storage.ts'
import { Observable } from '../../ui/observable.ts'

/** A line that was not sent yet, or was sent with the purchase `sentAs`, whose outcome is still unknown. */
export interface CartLine {
  readonly productId: number
  readonly quantity: number
  /** The price that the buyer saw last, in minor units. */
  readonly unitPrice: number
  readonly sentAs: string | null
  /**
   * The id of the order that this line begins, the same in all tabs: if two tabs order at the same moment, one order
   * is made. After a refusal, the line gets another id.
   */
  readonly orderId: string
}

/** The outcome of a line that was sent: `open` is undecided, `made` was bought, `not-made` never will be. */
export type Fate = 'open' | 'made' | 'not-made'

const key = 'souk:cart:1'

/** The stored form. An earlier version stored the lines only. */
interface Kept {
  readonly epoch: string | undefined
  readonly lines: readonly CartLine[]
}

/**
 * The buyer's cart, of any shops, stored in this browser and shared by its tabs. It has at most one line for each
 * product. A line stays until it is known to be bought, so that a reload in the middle neither loses it nor buys it
 * twice. Its product ids belong to one market; in a restored market they may name other products.
 */
export class Cart {
  readonly lines: Observable<readonly CartLine[]>
  readonly #storage: Storage
  /** Purchases that were sent from the cart, so that a refusal leads back to it. */
  readonly #sent: Set<string>
  #epoch: string | undefined
  /** How many lines were dropped because they belong to a former market. */
  readonly dropped = new Observable(0)
  /** Whether the browser could store the cart. If it is full, this tab keeps the cart to itself. */
  #isKept = true

  /** `epoch` is that of the shown market, if it is known yet. */
  constructor(storage: Storage, epoch?: string) {
    this.#storage = storage
    const kept = read(storage)
    // A cart of an earlier version belongs to the market that was seen last.
    this.#epoch = kept.epoch ?? epoch
    this.lines = new Observable(kept.lines)
    this.#sent = new Set(this.lines.get().flatMap((line) => line.sentAs ?? []))
  }

  /** Whether a purchase was sent from the cart. */
  sent = (purchaseId: string): boolean => this.#sent.has(purchaseId)

  /** Sets the market. Lines of another market are dropped, as their ids would order other products. */
  enter(epoch: string | undefined): void {
    if (epoch === undefined || epoch === this.#epoch) return
    const lost = this.lines.get().length
    this.#epoch = epoch
    if (lost === 0) return
    this.dropped.set(this.dropped.get() + lost)
    this.#write([])
  }

  /** Adds to the quantity of a product, up to the most that can be ordered. */
  add(productId: number, quantity: number, unitPrice: number): void {
    const there = this.#line(productId)
    if (there?.sentAs) return
    if (there) return this.change(productId, there.quantity + quantity, unitPrice)
    const line = { productId, quantity: atMost(quantity), unitPrice, sentAs: null, orderId: newId() }
    this.#write([...this.lines.get(), line])
  }

  /** Sets the quantity, and the price that is shown beside it. */
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

  /** Whether all of these products are in the cart, and as far as the browser knows no tab has sent them. */
  holds(ordered: readonly PurchaseLine[]): boolean {
    this.reread()
    return ordered.length > 0 && ordered.every(({ productId }) => this.#line(productId)?.sentAs === null)
  }

  /**
   * Orders lines with `buy` under the id that they have in every tab, and marks them as sent. Does nothing if the
   * browser already knows that another tab has sent some of them.
   */
  order(ordered: readonly PurchaseLine[], buy: (lines: readonly PurchaseLine[], id: string) => void): void {
    if (!this.holds(ordered)) return
    const first = this.#line(ordered[0]!.productId)!
    buy(ordered, first.orderId)
    this.#sent.add(first.orderId)
    const byId = new Map(ordered.map((line) => [line.productId, line]))
    this.#write(
      this.lines.get().map((line) => {
        const as = byId.get(line.productId)
        return as ? { ...line, ...as, sentAs: first.orderId } : line
      }),
    )
  }

  /** Drops lines that were bought by any tab, and frees the refused ones of this tab; other tabs free their own. */
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

  /** Follows other tabs, also after the browser restored this page. Returns a function that stops it. */
  follow(): () => void {
    const stop = new AbortController()
    const { signal } = stop
    const onStorage = (event: StorageEvent) => {
      if (event.key === key || event.key === null) this.reread()
    }
    const onShown = (event: PageTransitionEvent) => {
      if (event.persisted) this.reread()
    }
    window.addEventListener('storage', onStorage, { signal })
    window.addEventListener('pageshow', onShown, { signal })
    return () => stop.abort()
  }

  #line(productId: number): CartLine | undefined {
    return this.lines.get().find((line) => line.productId === productId)
  }

  /** Reads what other tabs wrote, which this one may have missed. */
  reread = (): void => {
    if (!this.#isKept) return
    const { epoch, lines } = read(this.#storage)
    // A tab that is in another market already has a cart of its own.
    if (epoch === undefined || epoch === this.#epoch) this.lines.set(lines)
  }

  #write(lines: readonly CartLine[]): void {
    this.#isKept = this.#storage.write(key, JSON.stringify({ epoch: this.#epoch, lines } satisfies Kept))
    this.lines.set(lines)
  }
}

const atMost = (quantity: number): number => Math.min(limits.quantityMax, Math.max(1, quantity))

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value)

function read(storage: Storage): Kept {
  try {
    const kept = JSON.parse(storage.read(key) ?? '[]') as Kept | CartLine[]
    const { epoch, lines } = Array.isArray(kept) ? { epoch: undefined, lines: kept } : kept
    return {
      epoch,
      lines: lines
        .filter((line) => isWhole(line.productId) && isWhole(line.quantity) && isWhole(line.unitPrice))
        .map((line) => ({ ...line, orderId: line.orderId ?? newId() })),
    }
  } catch {
    // Not what we wrote: an empty cart is better than no page.
    return { epoch: undefined, lines: [] }
  }
}
