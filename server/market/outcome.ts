import type { Refusal } from '../../shared/refusals.ts'
import type { MarketBounds } from './bounds.ts'
import type { Actor, Command } from './command.ts'
import type { Event } from './event.ts'
import type { Market } from './market.ts'
import type { Subject } from './state.ts'

/** The result of `decide`. A value, never an exception. */
export type Decision =
  | { kind: 'accepted'; events: Event[] }
  /** The id is known: the command took effect at `seq` and changes nothing now. */
  | { kind: 'repeated'; seq: number; subject: Subject }
  | { kind: 'refused'; refusal: MarketRefusal }

/** Decides the commands of a type. */
export type Decide<Type extends Command['type']> = (
  market: Market,
  actor: Actor,
  command: Extract<Command, { type: Type }>,
  bounds: MarketBounds,
) => Decision

/** A refusal whose `conflict` names a thing without its contents: the market knows no message formats. */
export type MarketRefusal = Exclude<Refusal, { code: 'conflict' }> | { code: 'conflict'; subject: Subject }

export const accepted = (...events: Event[]): Decision => ({ kind: 'accepted', events })
export const refused = (refusal: MarketRefusal): Extract<Decision, { kind: 'refused' }> => ({
  kind: 'refused',
  refusal,
})
export const conflict = (subject: Subject): Decision => refused({ code: 'conflict', subject })
