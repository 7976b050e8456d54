import type { Random } from '../../server/os/clock.ts'
import type { SeededRandom } from '../../shared/seeded-random.ts'
import type { Coverage } from './coverage.ts'
import type { Network } from './network.ts'
import type { Scheduler } from './scheduler.ts'
import type { Setting } from './setting.ts'
import type { JudgesWitness } from './witness.ts'

/** What every world is made of. */
export interface WorldParts {
  seed: number
  scheduler: Scheduler
  /** One generator for each part, so that another draw in one does not change the others. */
  randomOf(part: number): SeededRandom
  setting: Setting
  ids: Random
  coverage: Coverage
  network: () => Network
  witness: () => JudgesWitness
  onTold(line: string): void
}
