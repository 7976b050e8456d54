import type { Market } from '../../shared/protocol/server-messages.ts'
import type { Session } from '../../shared/protocol/shapes.ts'
import type { Identity, Namespace, Position } from './wire.ts'

/** What an HTTP request shows: the server answers, is overloaded, is down according to a proxy, or sends nothing. */
export type Reach = 'answers' | 'busy' | 'down' | 'unreachable'

const sessionMsMax = 10_000
const healthMsMax = 5_000
/** Long enough for a large market over a slow network. */
const marketMsMax = 60_000

/** Opens a guest session or renews the cookie's, so that the cookie exists before the socket connects. */
export async function openSession(onSession: (session: Session) => void): Promise<Reach> {
  const { reach, body } = await ask('/api/session', sessionMsMax, { method: 'POST' })
  if (body) onSession((body as { session: Session }).session)
  return reach
}

/** Whether the server answers, by its cheapest request. */
export const askHealth = async (url: string | undefined): Promise<Reach> =>
  (await ask(addressOf('/healthz', url), healthMsMax)).reach

/**
 * Loads the whole market by HTTP, unless the position `has` is current. `market` is null if nothing arrived, or, when
 * `reach` is `answers`, if nothing is newer.
 */
export async function fetchMarket(
  url: string | undefined,
  identity: Identity,
  namespace: Namespace,
  buyerId: string | null,
  has: Position | null = null,
): Promise<{ reach: Reach; market: Market | null }> {
  const headers: Record<string, string> = {}
  if (identity.kind === 'token' && identity.token) headers.authorization = `Bearer ${identity.token}`
  if (has) headers['if-none-match'] = `"${has.epoch}:${has.seq}"`
  // A seller's market contains hidden products, and differs by seller.
  if (namespace === '/seller' && buyerId) headers['souk-buyer'] = buyerId
  const path = namespace === '/seller' ? '/api/market?for=seller' : '/api/market'
  const { reach, body } = await ask(addressOf(path, url), marketMsMax, { headers })
  return { reach, market: body as Market | null }
}

export const addressOf = (path: string, url: string | undefined): string | URL =>
  url ? new URL(path, url) : path

interface Answer {
  reach: Reach
  /** Null for an error, or if it is not from the server: some networks answer with a page of their own. */
  body: unknown
}

/** Never throws; the caller retries. */
async function ask(address: string | URL, msMax: number, init: RequestInit = {}): Promise<Answer> {
  const aborter = new AbortController()
  // Older phones do not have `AbortSignal.timeout`.
  const timer = setTimeout(() => aborter.abort(), msMax)
  const { signal } = aborter
  try {
    // A stale copy is useless, and ETags make the request cheap.
    const response = await fetch(address, { ...init, cache: 'no-cache', credentials: 'same-origin', signal })
    if (response.status === 304) return { reach: 'answers', body: null }
    if (response.status === 429) return { reach: 'busy', body: null }
    if (response.status >= 500) return { reach: 'down', body: null }
    if (!response.ok) return { reach: 'unreachable', body: null }
    return { reach: 'answers', body: await response.json() }
  } catch {
    // No network, or the body was cut off.
    return { reach: 'unreachable', body: null }
  } finally {
    clearTimeout(timer)
  }
}
