import type { CommandEnvelope } from '../market/command.ts'
import { isActor } from '../market/idempotency.ts'
import type { Market } from '../market/market.ts'
import type { MarketRefusal } from '../market/outcome.ts'
import { idMismatch, type Outcome } from './outcome.ts'

/** A refusal, with what identifies its command. */
export interface Refused {
  actorId: string
  payloadHash: string
  type: CommandEnvelope['command']['type']
  refusal: MarketRefusal
}

export const refusedOf = (
  { actor, payloadHash, command }: CommandEnvelope,
  refusal: MarketRefusal,
): Refused => ({ actorId: actor.id, payloadHash, type: command.type, refusal })

/** The answer for an id that was refused before: a copy gets the same refusal, anything else a mismatch. */
export function answerAfter(
  market: Market,
  { actor, payloadHash, command }: CommandEnvelope,
  refused: Refused,
): Outcome {
  const same =
    isActor(market, actor, refused.actorId) &&
    refused.payloadHash === payloadHash &&
    refused.type === command.type
  return same ? { kind: 'refused', refusal: refused.refusal } : idMismatch
}

/**
 * Recent final refusals by id: a first copy of a purchase that arrives late must not buy what its buyer was
 * refused. In memory, bounded, oldest removed first, empty after a restart. Do not look up an id that the
 * market knows: another node may have accepted what this one refused.
 */
export class RejectionCache {
  readonly #bounds: { refusalsMax: number; refusalMsMax: number }
  readonly #now: () => number
  readonly #refused = new Map<string, Refused & { until: number; slot: number }>()
  /** The ids by age; the next slot holds the oldest. Finding the oldest in the map would need a scan. */
  readonly #ring: string[] = []
  #slot = 0

  /** `now` is monotonic, in ms. */
  constructor(bounds: { refusalsMax: number; refusalMsMax: number }, now: () => number) {
    this.#bounds = bounds
    this.#now = now
  }

  /** A cached refusal keeps its time and is not replaced. */
  remember(envelope: CommandEnvelope, refusal: MarketRefusal): void {
    if (this.recall(envelope)) return
    const slot = this.#slot
    this.#slot = (slot + 1) % this.#bounds.refusalsMax
    const oldest = this.#ring[slot]
    if (oldest !== undefined && this.#refused.get(oldest)?.slot === slot) this.#refused.delete(oldest)
    this.#ring[slot] = envelope.id
    const until = this.#now() + this.#bounds.refusalMsMax
    this.#refused.set(envelope.id, { ...refusedOf(envelope, refusal), until, slot })
  }

  /** The refusal of this id, if it is recent. */
  recall({ id }: CommandEnvelope): Refused | null {
    const refused = this.#refused.get(id)
    return refused && refused.until > this.#now() ? refused : null
  }
}
