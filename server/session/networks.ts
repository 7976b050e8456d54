import type { Logger } from 'pino'
import type { Bounds } from '../bounds.ts'
import type { AddressGroup } from '../edge/address-group.ts'
import type { Clock, Timer } from '../os/clock.ts'
import type { RecordChange, Records } from '../records/records.ts'
import type { Network, People } from './accounts.ts'

interface Dependencies {
  records: Records<People>
  /** A keyed digest, from which the address cannot be found without the market's secret. */
  tagOf(group: AddressGroup): string
  clock: Clock
  logger: Pick<Logger, 'warn'>
  bounds: Bounds['session']
}

/**
 * From which network each buyer ordered last, as a short tag, so that a seller can find and cancel what one network
 * ordered. It lives outside the journal, which holds no personal data, and expires. It is saved soon after the
 * order, which does not wait for it: a crash may lose the latest tags.
 */
export class Networks {
  readonly #dependencies: Dependencies
  readonly #unsaved = new Map<string, Network>()
  /** A cache, since computing a tag costs more than a look-up. */
  readonly #tags = new Map<AddressGroup, string>()
  #saving: Timer | null = null
  #isClosed = false

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  /** The tag of the network that a buyer ordered from; null when unknown or expired. */
  of(buyerId: string): string | null {
    const network = this.#get(buyerId)
    const { clock, bounds } = this.#dependencies
    return network && network.at > clock.now() - bounds.networkExpiryMs ? network.tag : null
  }

  /** Notes that a buyer ordered from an address. */
  ordered(buyerId: string, group: AddressGroup): void {
    const { clock, bounds } = this.#dependencies
    const tag = this.#tagOf(group)
    const before = this.#get(buyerId)
    const at = clock.now()
    if (before?.tag === tag && at - before.at < bounds.networkNoteMs) return
    this.#unsaved.set(buyerId, { tag, at })
    if (!this.#isClosed) this.#saving ??= clock.schedule(bounds.networkSaveMs, () => void this.#save())
  }

  /** Forgets what was not saved; the record is removed elsewhere. */
  forget(buyerId: string): void {
    this.#unsaved.delete(buyerId)
  }

  /** Resolves when everything noted is saved, or saving failed. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#saving?.cancel()
    if (this.#unsaved.size > 0) await this.#save()
  }

  #get(buyerId: string): Network | undefined {
    return this.#unsaved.get(buyerId) ?? this.#dependencies.records.get('network', buyerId)
  }

  /** Never rejects: an order is valid without its tag. */
  async #save(): Promise<void> {
    this.#saving = null
    const changes: RecordChange<People>[] = [...this.#unsaved].map(([key, value]) => ({
      kind: 'network',
      key,
      value,
    }))
    this.#unsaved.clear()
    try {
      await this.#dependencies.records.write([...this.#room(changes.length), ...changes])
    } catch (error) {
      this.#dependencies.logger.warn({ error }, 'the networks of orders could not be saved')
    }
  }

  /** Removes expired records among the oldest, and the oldest where there are too many. */
  #room(coming: number): RecordChange<People>[] {
    const { records, clock, bounds } = this.#dependencies
    const expiredBy = clock.now() - bounds.networkExpiryMs
    const surplus = records.count('network') + coming - bounds.networksMax
    const changes: RecordChange<People>[] = []
    let seen = 0
    for (const [key, { at }] of records.entries('network')) {
      if (at <= expiredBy || changes.length < surplus)
        changes.push({ kind: 'network', key, value: undefined })
      seen += 1
      if (seen >= bounds.networksPerSweep && changes.length >= surplus) break
    }
    return changes
  }

  #tagOf(group: AddressGroup): string {
    const known = this.#tags.get(group)
    if (known !== undefined) return known
    const tag = this.#dependencies.tagOf(group)
    if (this.#tags.size >= tagsMax) this.#tags.clear()
    this.#tags.set(group, tag)
    return tag
  }
}

const tagsMax = 10_000
