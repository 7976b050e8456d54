import type { Asker } from '../edge/event-rates.ts'
import type { OutputBudget } from '../edge/output-rates.ts'
import type { Session } from '../session/tokens.ts'

/** The sender of an event: one namespace of one connection. */
export interface Sender extends Asker {
  session: Session
  /** Bytes sent to this client that it has not read. */
  queued(): number
  /** Ends the connection. */
  cutOff(reason: string): void
  readonly queries: QueryTurns
  readonly output: OutputBudget
}

/** How soon a client that does not read may ask again. */
export const mustReadRetryMs = 500

/** How many ms a client must wait for a large answer, since it does not read or spent its budget; or null. */
export const msUntilRoom = ({ queued, output }: Sender, unreadBytesMax: number): number | null =>
  queued() > unreadBytesMax ? mustReadRetryMs : output.msUntilFree()

/** Runs one query of a stream at a time, so that the cost of each counts before the next. */
export class QueryTurns {
  #last: Promise<void> = Promise.resolve()
  #waiting = 0

  /** Runs a query after those that wait; returns false without running it if `waitingMax` are waiting. */
  take(run: () => void | Promise<void>, waitingMax: number): boolean {
    if (this.#waiting >= waitingMax) return false
    this.#waiting += 1
    this.#last = this.#last.then(run).finally(() => {
      this.#waiting -= 1
    })
    return true
  }
}
