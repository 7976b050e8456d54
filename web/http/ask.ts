import type { Refusal } from '../../shared/refusals.ts'

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
    const response = await fetch(path, { method, credentials: 'same-origin', signal, ...contentOf(body) })
    const answered = await response.json()
    if (response.ok) return { kind: 'ok', body: answered as Body }
    return answered.error?.code
      ? { kind: 'refused', refusal: answered.error as Refusal }
      : { kind: 'no answer' }
  } catch {
    // No network, or a proxy's page in place of an answer: whoever asked says so, and asks again.
    return { kind: 'no answer' }
  }
}

function contentOf(body: unknown): RequestInit {
  if (body === undefined) return {}
  if (body instanceof Blob) return { body, headers: { 'content-type': body.type || 'text/plain' } }
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}
