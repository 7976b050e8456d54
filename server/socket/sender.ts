import type { Asker } from '../edge/event-rates.ts'
import type { Session } from '../session/tokens.ts'
import type { QueryTurns } from './query-turns.ts'

/** Who sent an event: one namespace of one connection. */
export interface Sender extends Asker {
  session: Session
  /** Bytes that this client was sent and has not read. */
  queued(): number
  /** Ends the connection. */
  cutOff(reason: string): void
  readonly queries: QueryTurns
}
