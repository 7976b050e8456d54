import type { Order } from '../../../../shared/protocol/shapes.ts'
import type { Refusal } from '../../../../shared/refusals.ts'
import type { Ended } from '../../../store/send-until-known.ts'
import { readJson, type Storage } from '../../../store/storage.ts'

/** How long a hand-over can be undone. It is sent only then: the market itself has no way back. */
export const undoMs = 5_000

/** An order that was handed over at the counter, until the market has confirmed it. */
export interface HandOver {
  /** Of the command, so that it takes effect once, however often it is sent. */
  readonly id: string
  readonly orderId: string
  readonly shopId: number
  readonly number: number
  readonly at: number
  readonly state: 'undoable' | 'sending' | 'refused'
  readonly refusal?: Refusal
}

type Stored = Pick<HandOver, 'orderId' | 'shopId' | 'number' | 'at'> & { epoch: string }

interface Dependencies {
  send: (handOver: HandOver) => Promise<Ended<unknown>>
  /** The epoch of the market on screen. */
  epoch: () => string | null
  storage: Storage
  newId: () => string
  now: () => number
  schedule: (task: () => void, ms: number) => void
}

const prefix = 'souk:hand-over:'

/**
 * Hand-overs that can be undone for a while, and are sent then, or when the page is hidden. Each is stored until its
 * outcome is known, so that one whose page was closed is sent by the next.
 */
export class HandOvers {
  readonly #dependencies: Dependencies
  readonly #listeners = new Set<() => void>()
  #list: readonly HandOver[] = []

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  list = (): readonly HandOver[] => this.#list

  begin({ id: orderId, shopId, number }: Pick<Order, 'id' | 'shopId' | 'number'>): void {
    const epoch = this.#dependencies.epoch()
    if (epoch === null || this.#list.some((other) => other.orderId === orderId && other.state !== 'refused'))
      return
    const { newId, now, storage, schedule } = this.#dependencies
    const handOver: HandOver = { id: newId(), orderId, shopId, number, at: now(), state: 'undoable' }
    const stored: Stored = { orderId, shopId, number, at: handOver.at, epoch }
    storage.write(prefix + handOver.id, JSON.stringify(stored))
    this.#keep([...this.#list.filter((other) => other.orderId !== orderId), handOver])
    schedule(() => this.#send(handOver.id), undoMs)
  }

  /** Takes it back; false if it is too late. */
  undo(orderId: string): boolean {
    const undone = this.#list.find((each) => each.orderId === orderId && each.state === 'undoable')
    if (!undone) return false
    this.#forget(undone.id)
    return true
  }

  /** Forgets a refusal that was read. */
  dismiss(id: string): void {
    this.#keep(this.#list.filter((each) => each.id !== id))
  }

  /** Sends those that can still be undone: the page is hidden, and may not come back. */
  sendAll = (): void => {
    for (const { id } of this.#list) this.#send(id)
  }

  /** Takes over what other pages left unsent. Those that are open have their time to undo and to send first. */
  resume = (): void => {
    const { storage, epoch, now, schedule } = this.#dependencies
    for (const key of storage.keys(prefix)) {
      const id = key.slice(prefix.length)
      const stored = readJson(storage, key) as Stored | null
      if (stored === null || stored.epoch !== epoch()) {
        storage.remove(key)
        continue
      }
      if (this.#list.some((each) => each.id === id)) continue
      const { orderId, shopId, number, at } = stored
      const takeOver = () => {
        if (storage.read(key) === null || this.#list.some((each) => each.id === id)) return
        this.#keep([...this.#list, { id, orderId, shopId, number, at, state: 'undoable' }])
        this.#send(id)
      }
      const waitMs = at + 2 * undoMs - now()
      if (waitMs > 0) schedule(takeOver, Math.min(waitMs, 2 * undoMs))
      else takeOver()
    }
  }

  #send(id: string): void {
    const handOver = this.#list.find((each) => each.id === id)
    if (handOver?.state !== 'undoable') return
    this.#change(id, { state: 'sending' })
    void this.#dependencies.send(handOver).then((ended) => {
      // The market was replaced, or the page ends: the next page decides by what is stored.
      if (ended.kind === 'given-up') return this.dismiss(id)
      this.#dependencies.storage.remove(prefix + id)
      if (ended.kind === 'refused') this.#change(id, { state: 'refused', refusal: ended.refusal })
      else this.#forget(id)
    })
  }

  #forget(id: string): void {
    this.#dependencies.storage.remove(prefix + id)
    this.dismiss(id)
  }

  #change(id: string, changes: Partial<HandOver>): void {
    this.#keep(this.#list.map((each) => (each.id === id ? { ...each, ...changes } : each)))
  }

  #keep(list: readonly HandOver[]): void {
    this.#list = list
    for (const listener of this.#listeners) listener()
  }
}
