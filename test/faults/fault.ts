/** One way to break the market. */
export interface Fault {
  /** The name in the table and on the command line: `npm run faults -- "full disk"`. */
  name: string
  /** The promises that must hold meanwhile: `['G1', 'G5']`. */
  rules: readonly string[]
  /** Injects the fault, and always cleans up. Throws only if the attempt itself failed. */
  run(setting: FaultSetting): Promise<FaultReport>
}

export interface FaultSetting {
  /** `short` takes seconds, as in `npm test`; `full` takes what it needs. */
  scale: 'short' | 'full'
  /** The seed of everything random, printed beside the result. */
  seed: number
}

export interface FaultReport {
  /** What was tried and measured, as in the table: `{ kills: 40, lost: 0 }`. */
  figures: Record<string, number | string>
  /** A sentence for each time that a promise did not hold; empty when all did. */
  violations: string[]
  /** Why a part could not be tried on this machine; null when all was. */
  skipped: string | null
}
