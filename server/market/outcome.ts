import type { Refusal } from '../../shared/refusals.ts'
import type { Event } from './event.ts'
import type { Subject } from './state.ts'

/** What `decide` says of a command. A value, never an exception. */
export type Decision =
  | { kind: 'accepted'; events: Event[] }
  /** The id is known: it had its effect at `seq`, and has none now. */
  | { kind: 'repeated'; seq: number; subject: Subject }
  | { kind: 'refused'; refusal: MarketRefusal }

/**
 * A refusal as the market says it. `conflict` names the thing instead of carrying it, since how a thing looks
 * on the wire is not the market's matter.
 */
export type MarketRefusal = Exclude<Refusal, { code: 'conflict' }> | { code: 'conflict'; subject: Subject }

export const accepted = (...events: Event[]): Decision => ({ kind: 'accepted', events })
export const refused = (refusal: MarketRefusal): Extract<Decision, { kind: 'refused' }> => ({
  kind: 'refused',
  refusal,
})
export const conflict = (subject: Subject): Decision => refused({ code: 'conflict', subject })
