import type { Disk } from '../disk/disk.ts'
import type { DurableMarket } from '../market/state.ts'
import type { Snapshots } from './snapshots.ts'

/** Placeholder until the real adapter is written. */
export class LowdbSnapshots implements Snapshots {
  constructor(_options: { disk: Disk; folder: string; report(problem: object): void }) {}
  async latest(): Promise<{ state: DurableMarket; seq: number } | null> {
    return null
  }
  async save(_upToSeq: number): Promise<void> {}
}
