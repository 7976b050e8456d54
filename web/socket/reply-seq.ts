import type { Handshake } from '../../shared/protocol/events.ts'
import type { Outcome, Position } from './wire.ts'

/**
 * The highest seq of a reply in the market's current epoch. A reply may arrive before its change does, and the next
 * connection may be to a node that has neither: the handshake makes that node wait until it does.
 */
export class ReplySeq {
  #highest: Position | null = null

  /** Returns the outcome that it notes. `position` is the client's own at that moment. */
  note<Reply extends object>(outcome: Outcome<Reply>, position: Position | null): Outcome<Reply> {
    if (!position || outcome.kind !== 'ok' || !('seq' in outcome.reply)) return outcome
    const { epoch } = position
    const seq = Math.max(Number(outcome.reply.seq), this.#of(epoch) ?? 0)
    this.#highest = { epoch, seq }
    return outcome
  }

  /** The handshake's part that resumes from `position`; empty to request the whole market. */
  handshake(position: Position | null): Pick<Handshake, 'epoch' | 'seq' | 'atLeast'> {
    if (!position) return {}
    const atLeast = this.#of(position.epoch)
    return { ...position, ...(atLeast === null ? {} : { atLeast }) }
  }

  #of(epoch: string): number | null {
    return this.#highest?.epoch === epoch ? this.#highest.seq : null
  }
}
