/** Time, handed in wherever it is needed, so that tests tick it themselves. */
export interface Clock {
  /** Milliseconds since 1970; may jump. */
  now(): number
  /** Runs `task` once, no sooner than `delayMs` from now. */
  schedule(delayMs: number, task: () => void): Timer
}

export interface Timer {
  cancel(): void
}

/** The runtime's own clock, in a browser or in Node. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(delayMs, task) {
    const timer = setTimeout(task, delayMs)
    return { cancel: () => clearTimeout(timer) }
  },
}
