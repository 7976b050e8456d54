const collator = new Intl.Collator('en', { numeric: true })

/**
 * Sorts names as people expect, the same for every reader: "Ticket 2" before "Ticket 10", accents and case as ties.
 * Only equal texts compare as equal, so that the order never depends on what it was before.
 */
export const compareText = (a: string, b: string): number =>
  collator.compare(a, b) || (a < b ? -1 : Number(a > b))
