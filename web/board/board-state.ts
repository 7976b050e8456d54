import type { Connection } from '../socket/connection.ts'

/** How far the board can be trusted. */
export type BoardState = 'live' | 'connecting' | 'reconnecting' | 'stale'

/** The server says something every 10 s; what is older than this is old, whatever the connection says. */
const staleMs = 30_000

/** `ageMs` since the market was last heard of; null before that. Pure. */
export function boardState({ kind }: Connection, ageMs: number | null): BoardState {
  if (kind === 'refused') return 'stale'
  if (ageMs !== null && ageMs > staleMs) return 'stale'
  if (kind === 'connecting') return 'connecting'
  return ageMs === null || kind === 'offline' ? 'reconnecting' : 'live'
}
