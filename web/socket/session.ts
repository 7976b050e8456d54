import type { Market } from '../../shared/protocol/server-messages.ts'
import type { Identity, Namespace } from './wire.ts'

const sessionMsMax = 10_000
/** A large market over a slow line takes its time; one that stands still is asked for again. */
const marketMsMax = 60_000

/**
 * Opens a guest session, or renews the one whose cookie comes along, so that the cookie exists before the
 * socket connects. False when the server did not answer or refused: to be tried again.
 */
export async function openSession(): Promise<boolean> {
  try {
    const asking = { method: 'POST', credentials: 'same-origin' } as const
    return await within(
      sessionMsMax,
      async (signal) => (await fetch('/api/session', { ...asking, signal })).ok,
    )
  } catch {
    // No network: the caller tries again, and says so when it lasts.
    return false
  }
}

/** Gives up what takes longer than this. `AbortSignal.timeout` would do it, but older phones do not have it. */
async function within<Value>(ms: number, ask: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
  const aborter = new AbortController()
  const timer = setTimeout(() => aborter.abort(), ms)
  try {
    return await ask(aborter.signal)
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
    const asking = { headers, cache: 'no-cache', credentials: 'same-origin' } as const
    return await within(marketMsMax, async (signal) => {
      const response = await fetch(address, { ...asking, signal })
      return response.ok ? ((await response.json()) as Market) : null
    })
  } catch {
    // No network, or a body that broke off: the caller tries again.
    return null
  }
}
