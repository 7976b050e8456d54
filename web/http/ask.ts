import type { Session } from '../../shared/protocol/shapes.ts'
import type { Refusal } from '../../shared/refusals.ts'

/** Whose page this is; null before that is known. */
let buyer: Session | null = null
let onPersonChanged = () => {}

/**
 * From now on each request names the buyer that the page was opened as: the server refuses it where the browser's
 * cookie is another person's by now, and then `whenChanged` is called.
 */
export function expectBuyer(session: Session | null, whenChanged: () => void = onPersonChanged): void {
  buyer = session
  onPersonChanged = whenChanged
}

/** What became of a request: what it answered, what it was refused with, or nothing that one knows. */
export type Answer<Body> =
  | { kind: 'ok'; body: Body }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'no answer' }

/** Asks the server over HTTP; a `body` that is no Blob goes as JSON. Never throws. Waits for ever without `timeoutMs`. */
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
    // No network, or a proxy's page in place of an answer: whoever asked says so, and asks again.
    return { kind: 'no answer' }
  }
}

function contentOf(body: unknown): { body?: string | Blob; headers?: Record<string, string> } {
  if (body === undefined) return {}
  if (body instanceof Blob) return { body, headers: { 'content-type': body.type || 'text/plain' } }
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}
