import type { Market } from '../../shared/protocol/server-messages.ts'
import type { Session } from '../../shared/protocol/shapes.ts'
import type { Reach } from './reach.ts'
import type { Identity, Namespace, Position } from './wire.ts'

const sessionMsMax = 10_000
const healthMsMax = 5_000
/** A large market over a slow line takes its time; one that stands still is asked for again. */
const marketMsMax = 60_000

/** What came of asking for the market: null where nothing came; nothing newer where the server answered. */
export interface Fetched {
  reach: Reach
  market: Market | null
}

/**
 * Opens a guest session, or renews the one whose cookie comes along, so that the cookie exists before the
 * socket connects. Anything but `answers` is to be tried again.
 */
export async function openSession(onSession: (session: Session) => void): Promise<Reach> {
  const { reach, body } = await ask('/api/session', sessionMsMax, { method: 'POST' })
  if (body) onSession((body as { session: Session }).session)
  return reach
}

/** Whether the server answers, at the least cost to it. */
export const askHealth = async (url: string | undefined): Promise<Reach> =>
  (await ask(addressOf('/healthz', url), healthMsMax)).reach

/** The whole market by HTTP, where it is another one than `has`. */
export async function fetchMarket(
  url: string | undefined,
  identity: Identity,
  namespace: Namespace,
  buyerId: string | null,
  has: Position | null = null,
): Promise<Fetched> {
  const headers: Record<string, string> = {}
  if (identity.kind === 'token' && identity.token) headers.authorization = `Bearer ${identity.token}`
  if (has) headers['if-none-match'] = `"${has.epoch}:${has.seq}"`
  // A seller's market has hidden products too, and is no other seller's.
  if (namespace === '/seller' && buyerId) headers['souk-buyer'] = buyerId
  const path = namespace === '/seller' ? '/api/market?for=seller' : '/api/market'
  const { reach, body } = await ask(addressOf(path, url), marketMsMax, { headers })
  return { reach, market: body as Market | null }
}

const addressOf = (path: string, url: string | undefined): string | URL => (url ? new URL(path, url) : path)

interface Answer {
  reach: Reach
  /** Null for an answer that is no success, or not the server's: some networks put a page of theirs in its place. */
  body: unknown
}

/** Never throws: what does not come is to be asked for again, by whoever shows that it has not. */
async function ask(address: string | URL, msMax: number, init: RequestInit = {}): Promise<Answer> {
  const aborter = new AbortController()
  // `AbortSignal.timeout` would do it, but older phones do not have it.
  const timer = setTimeout(() => aborter.abort(), msMax)
  const { signal } = aborter
  try {
    // A stale copy would be no use, and ETags make asking cheap.
    const response = await fetch(address, { ...init, cache: 'no-cache', credentials: 'same-origin', signal })
    if (response.status === 304) return { reach: 'answers', body: null }
    if (response.status === 429) return { reach: 'busy', body: null }
    if (response.status >= 500) return { reach: 'down', body: null }
    if (!response.ok) return { reach: 'unreachable', body: null }
    return { reach: 'answers', body: await response.json() }
  } catch {
    // No network, or a body that broke off.
    return { reach: 'unreachable', body: null }
  } finally {
    clearTimeout(timer)
  }
}
