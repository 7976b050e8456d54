import type { RecordChange, Records } from '../records/records.ts'
import type { EndedSession, People } from './accounts.ts'
import type { BuyerOrders } from './buyer-orders.ts'
import type { Session } from './tokens.ts'

export interface EndedSessionsParts {
  records: Records<People>
  orders: Pick<BuyerOrders, 'has'>
  bounds: { endedMax: number; expiryMs: number }
}

const watermarkKey = 'ended-sessions'

/** When the list is full, it makes room for so many at once: finding the oldest costs a little each time. */
const roomOf = 1_000

/** After a token expired its record is kept for so long, since clocks are set back. */
const afterExpiryMs = 24 * 60 * 60 * 1_000

/**
 * Guests' sessions that ended before their tokens expire. No token may ever come back to life, and the list has a
 * bound, so room is made in two ways. A guest who ordered stays on a list of its own until the token has expired;
 * orders bound that list. Any other record is replaced by a watermark: from then on no token of a guest without an
 * order is valid that expires before it. Honest guests lose nothing by that: whoever has ordered is not affected,
 * and the others have nothing here but a token, for which their browser gets a new one at the next connection.
 */
export class EndedSessions {
  readonly #parts: EndedSessionsParts

  constructor(parts: EndedSessionsParts) {
    this.#parts = parts
  }

  has({ id, buyerId, expiresAt }: Pick<Session, 'id' | 'buyerId' | 'expiresAt'>): boolean {
    const { records, orders } = this.#parts
    if (records.get('ended', id) ?? records.get('endedBuyer', id)) return true
    return expiresAt <= this.#watermark && !orders.has(buyerId)
  }

  /** The changes that end a session and make room for it. */
  changesFor({ id, buyerId }: Pick<Session, 'id' | 'buyerId'>, now: number): RecordChange<People>[] {
    // A session is renewed under its id: the token that was shown may not be the one that lives longest.
    const ended: EndedSession = { id, buyerId, expiresAt: now + this.#parts.bounds.expiryMs }
    return [...this.#room(now), { kind: 'ended', key: id, value: ended }]
  }

  get #watermark(): number {
    return this.#parts.records.get('watermark', watermarkKey)?.expiresAt ?? 0
  }

  #room(now: number): RecordChange<People>[] {
    const { records, orders, bounds } = this.#parts
    if (records.count('ended') < bounds.endedMax) return []
    const changes: RecordChange<People>[] = []
    let watermark = this.#watermark
    for (const [key, ended] of records.entries('ended')) {
      changes.push({ kind: 'ended', key, value: undefined })
      const isExpired = ended.expiresAt + afterExpiryMs <= now
      const mayHaveOrdered = ended.buyerId === undefined || orders.has(ended.buyerId)
      if (mayHaveOrdered && !isExpired) changes.push({ kind: 'endedBuyer', key, value: ended })
      else watermark = Math.max(watermark, ended.expiresAt)
      if (changes.length >= roomOf) break
    }
    for (const [key, { expiresAt }] of records.entries('endedBuyer')) {
      if (expiresAt + afterExpiryMs > now) break
      changes.push({ kind: 'endedBuyer', key, value: undefined })
    }
    return [...changes, { kind: 'watermark', key: watermarkKey, value: { expiresAt: watermark } }]
  }
}
