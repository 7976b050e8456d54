import type { Asker } from '../edge/event-rates.ts'
import type { OutputBudget } from '../edge/output-rates.ts'
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
  readonly output: OutputBudget
}

/** How soon a client that did not read may ask again. */
export const mustReadRetryMs = 500

/** A client that does not read, or has had its share, is answered nothing large: for how many ms, or null. */
export const msUntilRoom = ({ queued, output }: Sender, unreadBytesMax: number): number | null =>
  queued() > unreadBytesMax ? mustReadRetryMs : output.msUntilFree()
