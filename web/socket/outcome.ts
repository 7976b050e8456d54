import type { Refusal } from '../../shared/refusals.ts'
import type { Outcome } from './wire.ts'

/** The outcome that a reply means. */
export function outcomeOf<Reply>(reply: unknown): Outcome<Reply> {
  if (typeof reply !== 'object' || reply === null || !('ok' in reply)) return { kind: 'unknown' }
  if (reply.ok === true) return { kind: 'ok', reply: reply as Reply }
  return 'error' in reply ? { kind: 'refused', refusal: reply.error as Refusal } : { kind: 'unknown' }
}
