import type { Session } from '../../shared/protocol/shapes.ts'
import type { Refusal } from '../../shared/refusals.ts'
import type { Outcome } from '../socket/wire.ts'

/** The person this page was opened as; null until known. */
let buyer: Session | null = null
let onPersonChanged = () => {}

/**
 * From now on each request names the buyer that the page was opened as. If the browser's cookie has become another
 * person's, the server refuses the request and `whenChanged` is called.
 */
export function expectBuyer(session: Session, whenChanged: () => void): void {
  buyer = session
  onPersonChanged = whenChanged
}

/** Sends an HTTP request; a `body` other than a Blob is sent as JSON. Never throws. No time limit without `timeoutMs`. */
export async function ask<Reply>(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
  timeoutMs?: number,
): Promise<Outcome<Reply>> {
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
    if (response.ok) return { kind: 'ok', reply: answered as Reply }
    const refusal = answered.error as Refusal | undefined
    if (refusal?.code === 'session_changed') onPersonChanged()
    return refusal?.code ? { kind: 'refused', refusal } : { kind: 'unknown' }
  } catch {
    // No network, or a proxy's page instead of an answer. The caller shows it and retries.
    return { kind: 'unknown' }
  }
}

function contentOf(body: unknown): { body?: string | Blob; headers?: Record<string, string> } {
  if (body === undefined) return {}
  if (body instanceof Blob) return { body, headers: { 'content-type': body.type || 'text/plain' } }
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}
