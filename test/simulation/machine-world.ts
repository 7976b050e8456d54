import { SimulatedDisk } from './disk.ts'
import { DiskFaults } from './disk-faults.ts'
import { JournalWatch } from './journal-watch.ts'
import { Machine } from './machine.ts'
import { beginsAt } from './market-process.ts'
import { Nemesis } from './nemesis.ts'
import { oldFolderOf, putOldFolder } from './old-folder.ts'
import { asksForEffects } from './sign-up.ts'
import type { World } from './world.ts'
import type { WorldParts } from './world-parts.ts'

const dayMs = 86_400_000

/** A market on one machine. Some seeds begin with a folder of the first release. */
export function machineWorld(parts: WorldParts): World {
  const { seed, scheduler, randomOf, setting, ids, coverage, network, witness, onTold } = parts
  const disk = new SimulatedDisk({ random: randomOf(4) })
  const faults = new DiskFaults({
    scheduler,
    random: randomOf(5),
    coverage,
    diskMsMax: setting.diskMsMax,
    onCall: (call) => witness().diskCalled(call),
  })
  const machine = new Machine({
    scheduler,
    ids,
    setting,
    coverage,
    disk,
    faults,
    network: network(),
    onStarted: () => witness().started(),
    onViolation: (rule, message) => witness().violated(rule, message),
    onFailStop: () => coverage.count('end: fail-stop after the disk failed'),
    onTold,
  })
  let nemesis: Nemesis | null = null
  return {
    market: machine,
    watch: new JournalWatch(disk),
    runOf: () => machine.run,
    start: () => machine.start(),
    strike: () => {
      const random = randomOf(9)
      nemesis = new Nemesis({ ...parts, random, machine, disk, faults, network: network() })
      const oldFolder = oldFolderOf(seed)
      if (oldFolder === null) return
      coverage.count('begin: with a folder of the first release')
      onTold(`begins with the folder "${oldFolder}" of the first release`)
      // It starts a day after its last entry, and its first start may crash.
      machine.wall.offsetMs = putOldFolder(disk, oldFolder) + dayMs - beginsAt
      nemesis.crashTheStart()
    },
    heal: () => nemesis?.heal(),
    isQuietAt: (seq) => {
      const { core } = machine
      return core !== null && !asksForEffects(core) && core.market.counters.seq === seq
    },
    lastCore: () => machine.core,
    get starts() {
      return machine.run
    },
    loss: null,
  }
}
