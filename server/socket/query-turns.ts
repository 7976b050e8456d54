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
