/**
 * Counts that all nodes of a market share, each for a window of time that begins with its first point. A port. What it
 * does not know counts as 0: then a node's own counts are all there is.
 */
export interface SharedCounts {
  /** Adds points to a key's count, and resolves with the points of all nodes. Never rejects. */
  add(key: string, points: number, windowMs: number): Promise<number>
  /** The points of each key. Never rejects. */
  of(keys: readonly string[]): Promise<number[]>
}

/** For a market of one node. */
export const noSharedCounts: SharedCounts = {
  add: async () => 0,
  of: async (keys) => keys.map(() => 0),
}
