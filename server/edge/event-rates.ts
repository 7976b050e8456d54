import type { AddressGroup } from './address-group.ts'
import { Place, WindowCounter } from './window-counter.ts'

export interface EventBounds {
  commandsPerSessionPerSecond: number
  /** A query costs one point, and one more for each 50 lines of its answer. */
  queryPointsPerSessionPerSecond: number
  queryPointsPerAddressPerSecond: number
  /** Of a program that brings the operator's own token, per connection. */
  eventsPerOperatorPerSecond: number
  eventsPerAddressPerSecond: number
  /** Beyond so many within a second, refusing one by one would cost others their time. */
  eventsPerSessionBeforeCutOff: number
}

/** Who asks. */
export interface Asker {
  session: { id: string; isOperatorProgram: boolean }
  address: AddressGroup
  connectionId: string
  /** Where its commands are counted; null until it sends one. */
  commandsAt: { ofSession: Place; ofAddress: Place } | null
}

const linesPerPoint = 50

/**
 * How many events one session and one address may send. Events are counted at once, without a promise and a timer
 * each: there are too many of them for the library that counts all else.
 */
export class EventRates {
  readonly #on: boolean
  readonly #now: () => number
  readonly #cutOffAt: number
  readonly #commands: WindowCounter
  readonly #queries: WindowCounter
  readonly #queriesOfAddress: WindowCounter
  readonly #operators: WindowCounter
  readonly #ofAddress: WindowCounter

  /** `now` is monotonic, in ms. */
  constructor(on: boolean, bounds: EventBounds, now: () => number) {
    const perSecond = (points: number): WindowCounter => new WindowCounter(points, 1_000)
    this.#on = on
    this.#now = now
    this.#cutOffAt = bounds.eventsPerSessionBeforeCutOff
    this.#commands = perSecond(bounds.commandsPerSessionPerSecond)
    this.#queries = perSecond(bounds.queryPointsPerSessionPerSecond)
    this.#queriesOfAddress = perSecond(bounds.queryPointsPerAddressPerSecond)
    this.#operators = perSecond(bounds.eventsPerOperatorPerSecond)
    this.#ofAddress = perSecond(bounds.eventsPerAddressPerSecond)
  }

  /** Null when the event may pass, else for how many ms it may not. `now` is when it came. */
  take(asker: Asker, kind: 'command' | 'query', now: number): number | null {
    if (!this.#on) return null
    const { session, address } = asker
    if (session.isOperatorProgram) return this.#operators.take(asker.connectionId, now)
    if (kind === 'query')
      return this.#queries.take(session.id, now) ?? this.#queriesOfAddress.take(address, now)
    asker.commandsAt ??= { ofSession: new Place(session.id), ofAddress: new Place(address) }
    const { ofSession, ofAddress } = asker.commandsAt
    return this.#commands.takeAt(ofSession, now) ?? this.#ofAddress.takeAt(ofAddress, now)
  }

  /** Does this session ask so much that its connections are to be cut off? To be asked after a refusal. */
  isFlood({ session }: Asker): boolean {
    if (!this.#on || session.isOperatorProgram) return false
    const now = this.#now()
    return [this.#commands, this.#queries].some((counts) => counts.pointsOf(session.id, now) > this.#cutOffAt)
  }

  /** Counts what an answer to a query cost, so that the next ones wait for it. */
  charge({ session, address }: Asker, lines: number): void {
    const points = Math.floor(lines / linesPerPoint)
    if (!this.#on || points === 0 || session.isOperatorProgram) return
    this.#queries.add(session.id, this.#now(), points)
    this.#queriesOfAddress.add(address, this.#now(), points)
  }
}
