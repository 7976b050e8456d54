import type { Command } from '../market/command.ts'
import type { MarketRefusal } from '../market/outcome.ts'

interface Refused {
  actorId: string
  content: string
  type: Command['wish']['type']
  refusal: MarketRefusal
  until: number
}

/**
 * Final refusals, repeated for their id for a while: a late first copy of a purchase must not sell what its
 * buyer was refused. In memory, bounded, oldest forgotten first; a restart forgets all of it.
 */
export class RefusalMemory {
  readonly #bounds: { refusalsMax: number; refusalMsMax: number }
  readonly #refused = new Map<string, Refused>()

  constructor(bounds: { refusalsMax: number; refusalMsMax: number }) {
    this.#bounds = bounds
  }

  /** `now` is monotonic, in ms. */
  remember({ id, actor, content, wish }: Command, refusal: MarketRefusal, now: number): void {
    for (const [oldest, { until }] of this.#refused) {
      if (until > now && this.#refused.size < this.#bounds.refusalsMax) break
      this.#refused.delete(oldest)
    }
    const until = now + this.#bounds.refusalMsMax
    this.#refused.set(id, { actorId: actor.id, content, type: wish.type, refusal, until })
  }

  /** What this id was refused with; 'other' when it was another's or for something else; null when unknown. */
  recall({ id, actor, content, wish }: Command, now: number): MarketRefusal | 'other' | null {
    const refused = this.#refused.get(id)
    if (!refused || refused.until <= now) return null
    const same = refused.actorId === actor.id && refused.content === content && refused.type === wish.type
    return same ? refused.refusal : 'other'
  }
}
