import type { AddressGroup } from './address-group.ts'
import { Limits } from './limits.ts'
import { Place } from './window-counter.ts'

/** Who sends an event. */
export interface Asker {
  session: { id: string; isOperatorProgram: boolean }
  address: AddressGroup
  connectionId: string
  /** The counters of its commands; null until it sends one. */
  commandsAt: { ofSession: Place; ofAddress: Place } | null
}

const linesPerPoint = 50

/** How many events one session and one address may send. */
export class EventRates extends Limits {
  readonly #commands = this.window('commandsPerSessionPerSecond')
  readonly #queries = this.window('queryPointsPerSessionPerSecond')
  readonly #queriesOfAddress = this.window<AddressGroup>('queryPointsPerAddressPerSecond')
  readonly #operators = this.window('eventsPerOperatorPerSecond')
  readonly #ofAddress = this.window('eventsPerAddressPerSecond')

  /** Null when the event may pass, else in how many ms. `now` is its time of arrival. */
  take(asker: Asker, kind: 'command' | 'query', now: number): number | null {
    if (!this.on) return null
    const { session, address } = asker
    if (session.isOperatorProgram) return this.#operators.take(asker.connectionId, 1, now)
    if (kind === 'query')
      return this.#queries.take(session.id, 1, now) ?? this.#queriesOfAddress.take(address, 1, now)
    asker.commandsAt ??= { ofSession: new Place(session.id), ofAddress: new Place(address) }
    const { ofSession, ofAddress } = asker.commandsAt
    return this.#commands.takeAt(ofSession, now) ?? this.#ofAddress.takeAt(ofAddress, now)
  }

  /** Does this session send so much that its connections should be cut? Ask after a refusal. */
  isFlood({ session }: Asker): boolean {
    if (!this.on || session.isOperatorProgram) return false
    const cutOffAt = this.bounds.eventsPerSessionBeforeCutOff
    return [this.#commands, this.#queries].some((counts) => counts.pointsOf(session.id) > cutOffAt)
  }

  /** Charges a query for the size of its answer, at the cost of the next ones. */
  charge({ session, address }: Asker, lines: number): void {
    const points = Math.floor(lines / linesPerPoint)
    if (!this.on || points === 0 || session.isOperatorProgram) return
    this.#queries.add(session.id, points)
    this.#queriesOfAddress.add(address, points)
  }
}
