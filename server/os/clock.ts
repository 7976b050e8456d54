/** Time, passed to everything that needs it, so that tests and the simulation control it. */
export interface Clock {
  /** Milliseconds since 1970; may jump. */
  now(): number
  /** Milliseconds from an arbitrary start; never falls. */
  monotonic(): number
  /** Runs `task` once, after at least `delayMs`; 0 means right after the work that is running and due. */
  schedule(delayMs: number, task: () => void): Timer
}

export interface Timer {
  cancel(): void
}

/** Randomness, passed in for the same reason. */
export interface Random {
  /** A whole number from 0 to 2^48 − 1. */
  number(): number
  /** A new UUID. */
  uuid(): string
}
