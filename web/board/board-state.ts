import type { Connection } from '../socket/connection.ts'

/** How far the board can be trusted. */
export type BoardState = 'live' | 'connecting' | 'reconnecting' | 'stale'

/** The server sends something every 10 s, so a longer silence means stale data, whatever the connection says. */
const staleMs = 30_000

/** `ageMs` is the time since the last message; null before the first. Pure. */
export function boardState({ kind }: Connection, ageMs: number | null): BoardState {
  if (kind === 'refused') return 'stale'
  if (ageMs !== null && ageMs > staleMs) return 'stale'
  if (kind === 'connecting') return 'connecting'
  return ageMs === null || kind === 'offline' ? 'reconnecting' : 'live'
}
