import { churn } from './churn.ts'
import { failingCalls } from './disk-calls.ts'
import { failingSync } from './failing-sync.ts'
import type { Fault } from './fault.ts'
import { bitFlips, spoiltSnapshots, tornTail } from './files.ts'
import { fileTooLarge, fullDisk } from './full-disk.ts'
import { greedySeller } from './greedy-seller.ts'
import { guessing, manySignIns } from './guessing.ts'
import { brokenFrames, flood, monstrousPackets, oneIdManyTimes, strangeValues } from './hostile.ts'
import { killUnderLoad } from './kill.ts'
import { namesFlood } from './names-flood.ts'
import { cutOffNodes } from './nodes/cut-off-nodes.ts'
import { failover, lossyFailover } from './nodes/failover.ts'
import { frozenNodes } from './nodes/frozen-nodes.ts'
import { killNodes } from './nodes/kill-nodes.ts'
import { lostCommits } from './nodes/lost-commits.ts'
import { movingWatchers } from './nodes/moving-watchers.ts'
import { restartDatabase } from './nodes/restart-database.ts'
import { twoProcesses } from './one-folder.ts'
import { openFilesFault } from './open-files.ts'
import { outputFlood } from './output.ts'
import { rejoining } from './rejoining.ts'
import { slowReaders } from './slow-readers.ts'
import { storm } from './storms.ts'
import { syscallTrace } from './syscall-trace.ts'
import { worstTexts } from './worst-texts.ts'

/** Every way to break the market that is tried, in the order in which they are tried. */
export const faults: readonly Fault[] = [
  killUnderLoad,
  syscallTrace,
  failingSync,
  failingCalls,
  fullDisk,
  fileTooLarge,
  openFilesFault,
  tornTail,
  bitFlips,
  spoiltSnapshots,
  twoProcesses,
  slowReaders,
  storm,
  rejoining,
  outputFlood,
  brokenFrames,
  monstrousPackets,
  strangeValues,
  oneIdManyTimes,
  flood,
  churn,
  namesFlood,
  worstTexts,
  guessing,
  manySignIns,
  greedySeller,
  killNodes,
  lostCommits,
  restartDatabase,
  frozenNodes,
  cutOffNodes,
  movingWatchers,
  failover,
  lossyFailover,
]

/** `npm test` leaves these out: its tests in these files prove the same promises, and sooner. */
export const provenByTests: ReadonlyMap<Fault, readonly string[]> = new Map([
  [killUnderLoad, ['integration/kill']],
  [twoProcesses, ['integration/process']],
  [rejoining, ['integration/rejoining']],
  [outputFlood, ['integration/output']],
  [brokenFrames, ['integration/malformed-frames']],
  [monstrousPackets, ['integration/hostile-connections']],
  [oneIdManyTimes, ['integration/selling', 'integration/kill']],
  [churn, ['integration/buyer-limits']],
  [namesFlood, ['integration/names']],
  [guessing, ['integration/guessing']],
  [manySignIns, ['integration/guessing', 'integration/sign-up-faults', 'unit/hashing-queue']],
  [greedySeller, ['integration/shop-rates', 'integration/capacity', 'integration/shops', 'unit/import-desk']],
])

/** Those that `npm test` tries, at the short scale. */
export const faultsOfTests = faults.filter((fault) => !provenByTests.has(fault))
