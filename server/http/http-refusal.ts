import { type Refusal, refuse } from '../../shared/refusals.ts'

const statusOf: Partial<Record<Refusal['code'], number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  role_required: 403,
  not_found: 404,
  conflict: 409,
  too_many_requests: 429,
  busy: 503,
  unavailable: 503,
}

/** Thrown by a route to answer with a refusal. */
export class HttpRefusal extends Error {
  override name = 'HttpRefusal'
  readonly refusal: Refusal
  readonly statusCode: number
  constructor(refusal: Refusal, statusCode = statusOf[refusal.code] ?? 409) {
    super(refusal.message)
    this.refusal = refusal
    this.statusCode = statusCode
  }
}

/** Throws `too_many_requests` where there is a wait; takes what a limit answers. */
export function checkLimit(retryAfterMs: number | null): void {
  if (retryAfterMs !== null) throw new HttpRefusal(refuse('too_many_requests', { retryAfterMs }))
}
