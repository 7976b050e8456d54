import type { Market } from '../../shared/protocol/server-messages.ts'
import type { Identity, Namespace } from './wire.ts'

const timeoutMs = 10_000

/**
 * Opens a guest session, or renews the one whose cookie comes along, so that the cookie exists before the
 * socket connects. False when the server did not answer or refused: to be tried again.
 */
export async function openSession(): Promise<boolean> {
  // AbortSignal.timeout would be shorter, but older phones do not have it.
  const aborter = new AbortController()
  const timer = setTimeout(() => aborter.abort(), timeoutMs)
  try {
    const response = await fetch('/api/session', {
      method: 'POST',
      credentials: 'same-origin',
      signal: aborter.signal,
    })
    return response.ok
  } catch {
    // No network: the caller tries again, and says so when it lasts.
    return false
  } finally {
    clearTimeout(timer)
  }
}

/** The whole market from `GET /api/market`, or null when it did not come: to be tried again. */
export async function fetchMarket(
  url: string | undefined,
  identity: Identity,
  namespace: Namespace,
): Promise<Market | null> {
  const headers: Record<string, string> = {}
  if (identity.kind === 'token' && identity.token) headers.authorization = `Bearer ${identity.token}`
  try {
    // A seller's market has hidden products too.
    const path = namespace === '/seller' ? '/api/market?for=seller' : '/api/market'
    const address = url ? new URL(path, url) : path
    // A stale copy would be no use, and the ETag makes asking cheap.
    const response = await fetch(address, { headers, cache: 'no-cache', credentials: 'same-origin' })
    return response.ok ? ((await response.json()) as Market) : null
  } catch {
    // No network, or a body that broke off: the caller tries again.
    return null
  }
}
