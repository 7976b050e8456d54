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
 * Deduplication of commands: an id takes effect once. An order's id is known for as long as the order exists,
 * which is for ever; any other id for the next `rememberedEntriesMax` entries, a rule that replays the same
 * without a clock.
 */

/** The content that identifies a purchase: equal for equal lines. */
export function purchaseContent(lines: readonly PurchaseLine[]): string {
  let content = ''
  for (const line of lines) content += `${line.productId}*${line.quantity}@${line.unitPrice} `
  return content
}

/** The outcome of a command whose id is known; null if the id is new. */
export function knownOutcome(
  market: Market,
  { id, actor, content, command }: CommandEnvelope,
  bounds: MarketBounds,
): Exclude<Decision, { kind: 'accepted' }> | null {
  const order = market.orders.get(id)
  if (order) {
    const same =
      command.type === 'purchase:create' &&
      isActor(market, actor, order.buyerId) &&
      purchaseContent(order.lines) === content
    return same ? repeated(order.seq, { kind: 'order', id }) : refused(refuse('id_mismatch'))
  }
  const known = market.remembered.get(id)
  if (!known || market.counters.seq - known.seq >= bounds.rememberedEntriesMax) return null
  return isActor(market, actor, known.actor) && known.content === content
    ? repeated(known.seq, known.subject)
    : refused(refuse('id_mismatch'))
}

const repeated = (seq: number, subject: Subject): Extract<Decision, { kind: 'repeated' }> => ({
  kind: 'repeated',
  seq,
  subject,
})

/** Whether `actor` is the one who once acted as `actorId`, after merges. */
export const isActor = (market: Market, actor: Actor, actorId: string): boolean =>
  actor.id === actorId || buyerNow(market, actor.id) === buyerNow(market, actorId)

/** Remembers an entry's id. A purchase is remembered by its order. */
export function remember(market: Market, entry: Entry): void {
  if (entry.events[0]?.type === 'order:placed') return
  // Deleted first, so that the map keeps the order of the journal.
  market.remembered.delete(entry.id)
  market.remembered.set(entry.id, {
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

/**
 * Forgets ids that have left the deduplication window, so that memory stays bounded. Changes no decision,
 * since those ids are ignored anyway. `remembered` is in journal order.
 */
export function forget(remembered: Map<string, { seq: number }>, seq: number, bounds: MarketBounds): void {
  for (const [id, known] of remembered) {
    if (seq - known.seq < bounds.rememberedEntriesMax) return
    remembered.delete(id)
  }
}
