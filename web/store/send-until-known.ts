import { isTransient, type Refusal, type RefusalCode } from '../../shared/refusals.ts'
import type { Outcome } from '../socket/wire.ts'
import type { RetryTimer } from './retry-timer.ts'

/** Why an outcome is not known yet: no answer, or the server cannot decide right now. */
export type Unknown = 'silence' | RefusalCode

export type Ended<Reply> = Exclude<Outcome<Reply>, { kind: 'unknown' }> | { kind: 'given-up' }

export interface Sending<Reply> {
  /** Sends the command, always with the same id, which makes repeating it safe. */
  send: () => Promise<Outcome<Reply>>
  retryTimer: RetryTimer
  /** From 0 to below 1; spreads the retries of many clients. */
  random: () => number
  /** Called after every try that left the outcome unknown. */
  onUnknown: (why: Unknown) => void
  /** Called before every try; true ends it as `given-up`. */
  isOver: () => boolean
}

const silenceMsMin = 300
const silenceMsMax = 5_000
const restMsMin = 100
const restMsMax = 30_000
/** A longer wait is reported to the person instead. */
const patienceMs = 15_000

/**
 * Sends a command with the same id until the server accepts or refuses it ([G9]): after no answer, again as soon as
 * connected; after `too_many_requests`, `busy` and `unavailable`, when the server allows it. A wait longer than 15 s
 * ends it as `refused`, unless an earlier copy may have been accepted.
 */
export async function sendUntilKnown<Reply>(sending: Sending<Reply>): Promise<Ended<Reply>> {
  let mayBeAccepted = false
  for (let attempt = 0; ; attempt += 1) {
    if (sending.isOver()) return { kind: 'given-up' }
    const outcome = await sending.send()
    if (outcome.kind === 'ok') return outcome
    if (outcome.kind === 'refused' && isFinal(outcome.refusal)) return outcome
    if (outcome.kind === 'refused' && isLong(outcome.refusal) && !mayBeAccepted) return outcome
    mayBeAccepted ||= outcome.kind === 'unknown' || outcome.refusal.code === 'unauthenticated'
    if (sending.isOver()) return { kind: 'given-up' }
    sending.onUnknown(outcome.kind === 'refused' ? outcome.refusal.code : 'silence')
    await pause(sending, outcome, attempt)
  }
}

// An ended session proves nothing: an earlier copy of the command may have been accepted.
const isFinal = (refusal: Refusal): boolean =>
  !isTransient(refusal.code) && refusal.code !== 'unauthenticated'

const isLong = (refusal: Refusal): boolean =>
  refusal.code === 'too_many_requests' && refusal.retryAfterMs > patienceMs

function pause<Reply>(sending: Sending<Reply>, outcome: Outcome<Reply>, attempt: number): Promise<void> {
  if (outcome.kind === 'refused' && 'retryAfterMs' in outcome.refusal) {
    const asked = Math.min(restMsMax, Math.max(restMsMin, outcome.refusal.retryAfterMs))
    return sending.retryTimer.rest(asked * (1 + sending.random() / 4))
  }
  const delayMs = Math.min(silenceMsMax, silenceMsMin * 2 ** attempt)
  return sending.retryTimer.wait(delayMs * (0.75 + sending.random() / 2))
}
