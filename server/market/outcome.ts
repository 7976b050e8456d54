import type { Refusal } from '../../shared/refusals.ts'
import type { Event } from './event.ts'
import type { Subject } from './state.ts'

/** The result of `decide`. A value, never an exception. */
export type Decision =
  | { kind: 'accepted'; events: Event[] }
  /** The id is known: the command took effect at `seq` and changes nothing now. */
  | { kind: 'repeated'; seq: number; subject: Subject }
  | { kind: 'refused'; refusal: MarketRefusal }

/**
 * A refusal in the market's terms. `conflict` names the thing without its contents, since the market does not
 * know message formats.
 */
export type MarketRefusal = Exclude<Refusal, { code: 'conflict' }> | { code: 'conflict'; subject: Subject }

export const accepted = (...events: Event[]): Decision => ({ kind: 'accepted', events })
export const refused = (refusal: MarketRefusal): Extract<Decision, { kind: 'refused' }> => ({
  kind: 'refused',
  refusal,
})
export const conflict = (subject: Subject): Decision => refused({ code: 'conflict', subject })
