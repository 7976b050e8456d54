import type { PurchaseLine } from '../../shared/protocol/buyer-messages.ts'
import { refuse } from '../../shared/refusals.ts'
import type { MarketBounds } from './bounds.ts'
import { buyerNow } from './buyers.ts'
import type { Actor, CommandEnvelope } from './command.ts'
import type { Entry } from './event.ts'
import type { Market } from './market.ts'
import { type Decision, refused } from './outcome.ts'
import type { Subject } from './state.ts'

/**
 * An id takes effect once. An order's id is known for as long as the order exists, which is for ever; any other
 * id for the next `idempotencyWindowEntriesMax` entries, a rule that replays the same without a clock.
 */

/** Equal for purchases with equal lines. */
export function purchasePayloadHash(lines: readonly PurchaseLine[]): string {
  let hash = ''
  for (const line of lines) hash += `${line.productId}*${line.quantity}@${line.unitPrice} `
  return hash
}

/** The outcome of a command whose id is known; null if the id is new. */
export function knownOutcome(
  market: Market,
  { id, actor, payloadHash, command }: CommandEnvelope,
  bounds: MarketBounds,
): Exclude<Decision, { kind: 'accepted' }> | null {
  const order = market.orders.get(id)
  if (order) {
    const same =
      command.type === 'purchase:create' &&
      isActor(market, actor, order.buyerId) &&
      purchasePayloadHash(order.lines) === payloadHash
    return same
      ? { kind: 'repeated', seq: order.seq, subject: { kind: 'order', id } }
      : refused(refuse('id_mismatch'))
  }
  const known = market.idempotencyWindow.get(id)
  if (!known || market.counters.seq - known.seq >= bounds.idempotencyWindowEntriesMax) return null
  return isActor(market, actor, known.actor) && known.content === payloadHash
    ? { kind: 'repeated', seq: known.seq, subject: known.subject }
    : refused(refuse('id_mismatch'))
}

/** Whether `actor` is the one who once acted as `actorId`, after merges. */
export const isActor = (market: Market, actor: Actor, actorId: string): boolean =>
  actor.id === actorId || buyerNow(market, actor.id) === buyerNow(market, actorId)

/** Adds an entry's id to the window. A purchase is known by its order. */
export function addToWindow(market: Market, entry: Entry): void {
  if (entry.events[0]?.type === 'order:placed') return
  // Deleted first, so that the map keeps the order of the journal.
  market.idempotencyWindow.delete(entry.id)
  market.idempotencyWindow.set(entry.id, {
    seq: entry.seq,
    actor: entry.actor,
    content: entry.content ?? '',
    subject: subjectOf(entry),
  })
}

/** What an entry was about. The command and its repeats are answered with this. */
export function subjectOf({ events: [event] }: Entry): Subject {
  if (!event) return { kind: 'market' }
  if ('orderId' in event) return { kind: 'order', id: event.orderId }
  if ('productId' in event) return { kind: 'product', id: event.productId }
  if ('shopId' in event) return { kind: 'shop', id: event.shopId }
  return { kind: 'market' }
}

/** Forgets ids that have left the window, which is in journal order. They are ignored anyway; this frees memory. */
export function forget(window: Map<string, { seq: number }>, seq: number, bounds: MarketBounds): void {
  for (const [id, known] of window) {
    if (seq - known.seq < bounds.idempotencyWindowEntriesMax) return
    window.delete(id)
  }
}

/** Whether an entry is the one of this market with its seq, by the id of its command. */
export const hasEntry = (market: Market, { id, seq }: Pick<Entry, 'id' | 'seq'>): boolean =>
  (market.orders.get(id) ?? market.idempotencyWindow.get(id))?.seq === seq
