/** A bug as it may creep in: which text becomes which other one. */
export interface Plant {
  name: string
  changes: readonly Change[]
}

interface Change {
  /** From the project's root. */
  file: string
  /** Stands there exactly once. */
  find: string
  replace: string
}
