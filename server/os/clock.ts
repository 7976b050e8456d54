/** Time, handed in wherever it is needed, so that tests and simulation tick it themselves. */
export interface Clock {
  /** Milliseconds since 1970; may jump. */
  now(): number
  /** Milliseconds from an arbitrary start; never falls. */
  monotonic(): number
  /** Runs `task` once, no sooner than `delayMs` from now; 0 means right after what is running and due. */
  schedule(delayMs: number, task: () => void): Timer
}

export interface Timer {
  cancel(): void
}

/** Randomness, handed in for the same reason. */
export interface Random {
  /** A whole number from 0 to 2^48 − 1. */
  number(): number
  /** A new UUID. */
  uuid(): string
}
