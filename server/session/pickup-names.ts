import type { Logger } from 'pino'
import type { Bounds } from '../bounds.ts'
import type { Clock, Timer } from '../os/clock.ts'
import { type RecordChange, type Records, untilNoConflict } from '../records/records.ts'
import type { People } from './accounts.ts'
import type { BuyerOrders } from './buyer-orders.ts'

interface Dependencies {
  records: Records<People>
  /** Tells who has ordered. */
  orders: Pick<BuyerOrders, 'hasSince'>
  /** Does an account buy as this buyer? */
  isAccount(buyerId: string): boolean
  clock: Clock
  logger: Pick<Logger, 'warn'>
  bounds: Bounds['session']
}

/**
 * Pickup names by buyer. They are stored outside the journal, which holds no personal data. Names of accounts and of
 * guests who ordered are durable. Another guest's name stays in memory until the first order, so that a name alone
 * takes no lasting space; pages send it again whenever they connect.
 */
export class PickupNames {
  readonly #dependencies: Dependencies
  /** Names of guests without an order, oldest first. */
  readonly #unsaved = new Map<string, { name: string; expiresAt: number }>()
  #sweep: Timer | null = null
  #isClosed = false

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  /** The pickup name; derived from the id for a buyer who gave none. */
  of(buyerId: string): string {
    return this.get(buyerId) ?? `Guest ${buyerId.slice(-4).toUpperCase()}`
  }

  /** The name that a buyer gave. */
  get(buyerId: string): string | undefined {
    return this.#dependencies.records.get('name', buyerId) ?? this.#unsaved.get(buyerId)?.name
  }

  /** Durable once it resolves, where the name is of somebody who has an account or an order. */
  async set(buyerId: string, name: string): Promise<void> {
    if (this.#isKept(buyerId)) return this.keep(buyerId, name)
    const { clock, bounds } = this.#dependencies
    const now = clock.now()
    this.#unsaved.delete(buyerId)
    this.#unsaved.set(buyerId, { name, expiresAt: now + bounds.unsavedNameMs })
    for (const [oldest, { expiresAt }] of this.#unsaved) {
      if (this.#unsaved.size <= bounds.unsavedNamesMax && expiresAt > now) break
      this.#unsaved.delete(oldest)
    }
  }

  /** Durable once it resolves. When there are too many names of guests already, it changes nothing. */
  async keep(buyerId: string, name: string): Promise<void> {
    const { records, isAccount, bounds } = this.#dependencies
    await untilNoConflict(async () => {
      const isNew = records.get('name', buyerId) === undefined
      if (isNew && !isAccount(buyerId) && records.count('name') >= bounds.namesMax) return
      await records.write([this.changeFor(buyerId, name)])
      this.#unsaved.delete(buyerId)
    })
  }

  /** The change that sets a name, for a write together with others. */
  changeFor(buyerId: string, name: string): RecordChange<People> {
    return { kind: 'name', key: buyerId, value: name }
  }

  /**
   * Saves the name of a guest who ordered, before the order is acknowledged. Null when there is nothing to save. Never
   * rejects: the order is valid, and the name stays in memory when the disk fails.
   */
  ordered(buyerId: string): Promise<void> | null {
    const unsaved = this.#unsaved.get(buyerId)
    if (unsaved === undefined) return null
    return this.keep(buyerId, unsaved.name).catch((error) =>
      this.#dependencies.logger.warn({ error }, 'a name could not be saved'),
    )
  }

  /** Moves a guest's name to `heir`, unless `heir` has one already. */
  async move(guest: string, heir: string): Promise<void> {
    const { records } = this.#dependencies
    await untilNoConflict(async () => {
      const name = this.get(guest)
      if (name === undefined) return
      const taken = records.get('name', heir) === undefined
      await records.write([
        { kind: 'name', key: guest, value: undefined },
        ...(taken ? [this.changeFor(heir, name)] : []),
      ])
      this.#unsaved.delete(guest)
    })
  }

  /** Forgets a name that was not saved; the record is removed elsewhere. */
  forget(buyerId: string): void {
    this.#unsaved.delete(buyerId)
  }

  /** From time to time removes, in small steps, the names of guests whose orders all ended long ago. */
  startSweeping(): void {
    this.#later(this.#dependencies.bounds.nameSweepMs, null)
  }

  close(): void {
    this.#isClosed = true
    this.#sweep?.cancel()
  }

  #isKept(buyerId: string): boolean {
    const { isAccount, orders, clock, bounds } = this.#dependencies
    return isAccount(buyerId) || orders.hasSince(buyerId, clock.now() - bounds.nameAfterOrdersMs)
  }

  #later(delayMs: number, names: IterableIterator<[string, string]> | null): void {
    if (this.#isClosed) return
    this.#sweep = this.#dependencies.clock.schedule(delayMs, () => void this.#sweepSome(names))
  }

  /** One step over the names. Never rejects: what cannot be removed now is removed later. */
  async #sweepSome(begun: IterableIterator<[string, string]> | null): Promise<void> {
    const { records, bounds } = this.#dependencies
    const names = begun ?? records.entries('name')
    const changes: RecordChange<People>[] = []
    let next = names.next()
    for (let count = 1; !next.done; count += 1, next = names.next()) {
      const [key] = next.value
      if (!this.#isKept(key)) changes.push({ kind: 'name', key, value: undefined })
      if (count === bounds.namesPerSweepStep) break
    }
    if (changes.length > 0) await records.write(changes).catch(() => undefined)
    if (next.done) this.#later(bounds.nameSweepMs, null)
    else this.#later(sweepStepMs, names)
  }
}

/** Between two steps of a sweep. */
const sweepStepMs = 1_000
