/** Passed to whatever needs time, so that tests can control it. */
export interface Clock {
  /** Milliseconds since 1970; may jump. */
  now(): number
  /** Runs `task` once, no sooner than `delayMs` from now. */
  schedule(delayMs: number, task: () => void): Timer
}

export interface Timer {
  cancel(): void
}

/** The real clock of the browser or Node. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(delayMs, task) {
    const timer = setTimeout(task, delayMs)
    return { cancel: () => clearTimeout(timer) }
  },
}
