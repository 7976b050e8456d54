import type { CommandEnvelope } from '../market/command.ts'
import { isActor } from '../market/idempotency.ts'
import type { Market } from '../market/market.ts'
import type { MarketRefusal } from '../market/outcome.ts'
import { idMismatch, type Outcome } from './outcome.ts'

/** A refusal, and of what. */
export interface Refused {
  actorId: string
  content: string
  type: CommandEnvelope['command']['type']
  refusal: MarketRefusal
}

export const refusedOf = ({ actor, content, command }: CommandEnvelope, refusal: MarketRefusal): Refused => ({
  actorId: actor.id,
  content,
  type: command.type,
  refusal,
})

/** What a command is answered whose id was refused: the same when it is a copy, else that the id is taken. */
export function answerAfter(
  market: Market,
  { actor, content, command }: CommandEnvelope,
  refused: Refused,
): Outcome {
  const same =
    isActor(market, actor, refused.actorId) && refused.content === content && refused.type === command.type
  return same ? { kind: 'refused', refusal: refused.refusal } : idMismatch
}

/**
 * Final refusals, repeated for their id for a while: a late first copy of a purchase must not sell what its
 * buyer was refused. In memory, bounded, oldest forgotten first; a restart forgets all of it. An id that the
 * market knows is not to be looked up here: another node may have accepted what this one refused.
 */
export class RejectionCache {
  readonly #bounds: { refusalsMax: number; refusalMsMax: number }
  readonly #refused = new Map<string, Refused & { until: number; slot: number }>()
  /** The ids by age: where the next one goes stands the oldest. Finding that in the map would cost a walk. */
  readonly #ring: string[] = []
  #slot = 0

  constructor(bounds: { refusalsMax: number; refusalMsMax: number }) {
    this.#bounds = bounds
  }

  /** `now` is monotonic, in ms. What is remembered already keeps its refusal, and its time. */
  remember(envelope: CommandEnvelope, refusal: MarketRefusal, now: () => number): void {
    if (this.recall(envelope, now)) return
    const slot = this.#slot
    this.#slot = (slot + 1) % this.#bounds.refusalsMax
    const oldest = this.#ring[slot]
    if (oldest !== undefined && this.#refused.get(oldest)?.slot === slot) this.#refused.delete(oldest)
    this.#ring[slot] = envelope.id
    const until = now() + this.#bounds.refusalMsMax
    this.#refused.set(envelope.id, { ...refusedOf(envelope, refusal), until, slot })
  }

  /** What this id was refused with, not too long ago. */
  recall({ id }: CommandEnvelope, now: () => number): Refused | null {
    const refused = this.#refused.get(id)
    return refused && refused.until > now() ? refused : null
  }
}
