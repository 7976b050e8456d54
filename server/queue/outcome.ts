import { refuse } from '../../shared/refusals.ts'
import type { MarketRefusal } from '../market/outcome.ts'
import type { Subject } from '../market/state.ts'

/** The durable result of a command, from which its reply is made. */
export type Outcome =
  | { kind: 'done'; seq: number; subject: Subject; repeated: boolean }
  | { kind: 'refused'; refusal: MarketRefusal }

export const busy: Outcome = { kind: 'refused', refusal: refuse('busy', { retryAfterMs: 250 }) }
export const unavailable: Outcome = {
  kind: 'refused',
  refusal: refuse('unavailable', { retryAfterMs: 1_000 }),
}
export const idMismatch: Outcome = { kind: 'refused', refusal: refuse('id_mismatch') }
