/** One query of a stream at a time, so that what one cost counts before the next. */
export class QueryTurns {
  #last: Promise<void> = Promise.resolve()
  #waiting = 0

  /** Runs a query after those that wait; false, and it is not run, where there are `waitingMax` of them. */
  take(run: () => void | Promise<void>, waitingMax: number): boolean {
    if (this.#waiting >= waitingMax) return false
    this.#waiting += 1
    this.#last = this.#last.then(run).finally(() => {
      this.#waiting -= 1
    })
    return true
  }
}
