import type { Session } from '../../shared/protocol/shapes.ts'
import type { Refusal } from '../../shared/refusals.ts'

/** The person this page was opened as; null until known. */
let buyer: Session | null = null
let onPersonChanged = () => {}

/**
 * From now on each request names the buyer that the page was opened as. If the browser's cookie has become another
 * person's, the server refuses the request and `whenChanged` is called.
 */
export function expectBuyer(session: Session | null, whenChanged: () => void = onPersonChanged): void {
  buyer = session
  onPersonChanged = whenChanged
}

/** The outcome of a request: a reply, a refusal, or unknown. */
export type Answer<Body> =
  | { kind: 'ok'; body: Body }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'no answer' }

/** Sends an HTTP request; a `body` other than a Blob is sent as JSON. Never throws. No time limit without `timeoutMs`. */
export async function ask<Body>(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
  timeoutMs?: number,
): Promise<Answer<Body>> {
  try {
    const signal = timeoutMs === undefined ? null : AbortSignal.timeout(timeoutMs)
    const { headers = {}, ...content } = contentOf(body)
    const expected = buyer?.buyerId === undefined ? {} : { 'souk-buyer': buyer.buyerId }
    const response = await fetch(path, {
      method,
      credentials: 'same-origin',
      signal,
      headers: { ...headers, ...expected },
      ...content,
    })
    const answered = await response.json()
    if (response.ok) return { kind: 'ok', body: answered as Body }
    const refusal = answered.error as Refusal | undefined
    if (refusal?.code === 'session_changed') onPersonChanged()
    return refusal?.code ? { kind: 'refused', refusal } : { kind: 'no answer' }
  } catch {
    // No network, or a proxy's page instead of an answer. The caller shows it and retries.
    return { kind: 'no answer' }
  }
}

function contentOf(body: unknown): { body?: string | Blob; headers?: Record<string, string> } {
  if (body === undefined) return {}
  if (body instanceof Blob) return { body, headers: { 'content-type': body.type || 'text/plain' } }
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}
