import type { PurchaseLine } from '../../../shared/protocol/buyer-messages.ts'
import { limits } from '../../../shared/protocol/limits.ts'
import { newId } from '../../store/new-id.ts'
import type { Storage } from '../../store/storage.ts'
import { Observable } from '../../ui/observable.ts'

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

/** As it is kept. An earlier version kept the lines alone. */
interface Kept {
  readonly epoch: string | undefined
  readonly lines: readonly CartLine[]
}

/**
 * What the buyer put together, of any shops; kept in this browser, and shared by its tabs. A product stands in
 * it once. Lines stay until it is known that they were bought, so that a reload in the middle loses none and
 * buys none twice. Its ids are those of one market: in a restored one they may be other products.
 */
export class Cart {
  readonly lines: Observable<readonly CartLine[]>
  readonly #storage: Storage
  /** Purchases that were sent from here, so that a refused one leads back here. */
  readonly #sent: Set<string>
  #epoch: string | undefined
  /** How many lines were dropped since the market is another one than they were put together in. */
  readonly dropped = new Observable(0)
  /** Does the browser hold what is shown here? It may be full: then this tab goes by itself. */
  #isKept = true

  /** `epoch` is of the market that is shown, if one is known yet. */
  constructor(storage: Storage, epoch?: string) {
    this.#storage = storage
    const kept = read(storage)
    // What an earlier version kept is of the market that it saw last.
    this.#epoch = kept.epoch ?? epoch
    this.lines = new Observable(kept.lines)
    this.#sent = new Set(this.lines.get().flatMap((line) => line.sentAs ?? []))
  }

  /** Whether a purchase was sent from the cart. */
  sent = (purchaseId: string): boolean => this.#sent.has(purchaseId)

  /** The market is this one: what was put together in another is dropped, for it would order other products. */
  enter(epoch: string | undefined): void {
    if (epoch === undefined || epoch === this.#epoch) return
    const lost = this.lines.get().length
    this.#epoch = epoch
    if (lost === 0) return
    this.dropped.set(this.dropped.get() + lost)
    this.#write([])
  }

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
    this.reread()
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
      if (event.key === key || event.key === null) this.reread()
    }
    const onShown = (event: PageTransitionEvent) => {
      if (event.persisted) this.reread()
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
