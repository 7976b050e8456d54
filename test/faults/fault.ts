/** One way to break the market, with what it counts while it tries. */
export interface Fault {
  /** As the table has it, and as it is asked for: `npm run faults -- "full disk"`. */
  name: string
  /** The promises that must hold meanwhile: `['G1', 'G5']`. */
  rules: readonly string[]
  /** Injects the fault, and cleans up behind itself, whatever comes. Throws only where the attempt itself failed. */
  run(setting: FaultSetting): Promise<FaultReport>
}

export interface FaultSetting {
  /** `short` takes seconds, as in `npm test`; `full` takes what it needs. */
  scale: 'short' | 'full'
  /** Printed beside the result: whatever is random comes of it. */
  seed: number
}

export interface FaultReport {
  /** What was tried and measured, in the words of the table: `{ kills: 40, lost: 0 }`. */
  figures: Record<string, number | string>
  /** A sentence for each time that a promise did not hold; empty when all did. */
  violations: string[]
  /** Why a part could not be tried on this machine; null when all was. */
  skipped: string | null
}
