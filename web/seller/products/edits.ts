import type { Product } from '../../../shared/protocol/shapes.ts'
import type { Refusal } from '../../../shared/refusals.ts'
import type { SellerClient } from '../../store/client.ts'
import { Observable } from '../../ui/observable.ts'

/** The fields that can be edited in place. */
export type Changes = Partial<Pick<Product, 'name' | 'price' | 'category' | 'status'>>
export type Field = keyof Changes

/**
 * An edit that the market does not show yet. `saved` waits for the market's change, so that the old value does not
 * flash; `refused` and `conflict` stay until dismissed.
 */
export type Edit = { changes: Changes } & (
  | { kind: 'saving' | 'waiting' }
  | { kind: 'saved'; seq: number }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'conflict'; theirs: Product }
)

/** An edit that was not saved. */
export type Trouble = Extract<Edit, { kind: 'refused' | 'conflict' }>

export const isTrouble = (edit: Edit | undefined): edit is Trouble =>
  edit?.kind === 'refused' || edit?.kind === 'conflict'

/** Pending edits, kept apart from the market; the page derives what it shows from both. */
export class Edits {
  readonly #client: SellerClient
  /** By product and field. */
  readonly #edits = new Observable<ReadonlyMap<string, Edit>>(new Map())
  /** Maps a product's seq before an own edit to the one after it, so that own edits do not conflict with each other. */
  readonly #own = new Map<number, { from: number; to: number }>()
  readonly #tails = new Map<number, Promise<void>>()

  constructor(client: SellerClient) {
    this.#client = client
  }

  subscribe = this.#edits.subscribe

  get = (productId: number, field: Field): Edit | undefined => this.#edits.get().get(`${productId} ${field}`)

  dismiss(productId: number, field: Field): void {
    this.#set(productId, field, null)
  }

  /** Saves changes of one field, based on the product as it was seen. A product's edits are sent one at a time. */
  save(seen: Product, field: Field, changes: Changes): Promise<void> {
    this.#set(seen.id, field, { kind: 'saving', changes })
    const before = this.#tails.get(seen.id) ?? Promise.resolve()
    const tail = before.then(() => this.#send(seen, field, changes))
    this.#tails.set(seen.id, tail)
    return tail.then(() => {
      if (this.#tails.get(seen.id) === tail) this.#tails.delete(seen.id)
    })
  }

  async #send(seen: Product, field: Field, changes: Changes): Promise<void> {
    const { id, shopId } = seen
    const own = this.#own.get(id)
    const ifSeq = own && seen.seq >= own.from && seen.seq < own.to ? own.to : seen.seq
    const ended = await this.#client.commands.send(
      'product:update',
      { productId: id, shopId, ifSeq, ...changes },
      { onUnknown: () => this.#set(id, field, { kind: 'waiting', changes }) },
    )
    if (ended.kind === 'given-up') return this.#set(id, field, null)
    if (ended.kind === 'ok') {
      this.#own.set(id, { from: own?.to === ifSeq ? own.from : ifSeq, to: ended.reply.seq })
      return this.#settle(id, field, { kind: 'saved', changes, seq: ended.reply.seq })
    }
    const { refusal } = ended
    const theirs = refusal.code === 'conflict' ? refusal.product : undefined
    if (theirs) this.#set(id, field, { kind: 'conflict', changes, theirs })
    else this.#set(id, field, { kind: 'refused', changes, refusal })
  }

  /** Shows the edit as saved until the market includes it. */
  #settle(id: number, field: Field, saved: Edit & { kind: 'saved' }): void {
    const { store, topics } = this.#client
    const isThere = () => (store.position()?.seq ?? 0) >= saved.seq
    if (isThere()) return this.#set(id, field, null)
    this.#set(id, field, saved)
    const stop = topics.on(`product:${id}`, () => {
      if (!isThere()) return
      stop()
      if (this.get(id, field) === saved) this.#set(id, field, null)
    })
  }

  #set(id: number, field: Field, edit: Edit | null): void {
    const edits = new Map(this.#edits.get())
    if (edit) edits.set(`${id} ${field}`, edit)
    else edits.delete(`${id} ${field}`)
    this.#edits.set(edits)
  }
}
