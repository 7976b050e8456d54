import type { RecordChange, Records } from '../records/records.ts'
import type { Account, EndedSession, People } from './accounts.ts'
import type { BuyerOrders } from './buyer-orders.ts'
import type { Session } from './tokens.ts'

interface Dependencies {
  records: Records<People>
  orders: Pick<BuyerOrders, 'has'>
  bounds: { endedMax: number; expiryMs: number }
}

const watermarkKey = 'ended-sessions'

/** Records removed at a time when the list is full: finding the oldest has a cost each time. */
const roomOf = 1_000

/** How long a record is kept after its token expired, in case the clock is set back. */
const afterExpiryMs = 24 * 60 * 60 * 1_000

/**
 * Guests' sessions that ended before their tokens expire. No token may become valid again, and the list has a
 * bound, so room is made in two ways. A guest who ordered stays on a list of its own until the token has expired;
 * orders bound that list. Any other record is replaced by a watermark: from then on no token of a guest without an
 * order is valid that expires before it. Honest guests lose nothing: those who ordered are not affected,
 * and the others have only a token, which their browser replaces at the next connection.
 */
export class EndedSessions {
  readonly #dependencies: Dependencies

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  has({ id, buyerId, expiresAt }: Pick<Session, 'id' | 'buyerId' | 'expiresAt'>): boolean {
    const { records, orders } = this.#dependencies
    if (records.get('ended', id) ?? records.get('endedBuyer', id)) return true
    return expiresAt <= this.#watermark && !orders.has(buyerId)
  }

  /** The changes that end a session and make room for it. */
  changesFor({ id, buyerId }: Pick<Session, 'id' | 'buyerId'>, now: number): RecordChange<People>[] {
    // A renewed session keeps its id: the token at hand may not be the one that expires last.
    const ended: EndedSession = { id, buyerId, expiresAt: now + this.#dependencies.bounds.expiryMs }
    return [...this.#room(now), { kind: 'ended', key: id, value: ended }]
  }

  get #watermark(): number {
    return this.#dependencies.records.get('watermark', watermarkKey)?.expiresAt ?? 0
  }

  #room(now: number): RecordChange<People>[] {
    const { records, orders, bounds } = this.#dependencies
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

/** The sessions that a change of a record ended. */
export function endingsOf({ kind, key, value }: RecordChange<People>, before: unknown): string[] {
  if (kind === 'ended' && value !== undefined) return [key]
  if (kind !== 'account' || before === undefined) return []
  const { sessions, generation } = before as Account
  const living = value?.generation === generation ? value.sessions.map(({ id }) => id) : []
  return sessions.map(({ id }) => id).filter((id) => !living.includes(id))
}
