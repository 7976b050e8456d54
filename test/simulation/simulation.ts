import { type SeededRandom, seededRandom } from '../../shared/seeded-random.ts'
import { randomFrom } from '../support/doubles/random-port.ts'
import { Churner } from './churner.ts'
import { Coverage } from './coverage.ts'
import { SimulatedDisk } from './disk.ts'
import { DiskFaults } from './disk-faults.ts'
import { JournalWatch } from './journal-watch.ts'
import type { SignedUp } from './judge/effect-judge.ts'
import { Machine } from './machine.ts'
import { beginsAt } from './market-process.ts'
import { Nemesis } from './nemesis.ts'
import { Network } from './network.ts'
import { oldFolderOf, putOldFolder } from './old-folder.ts'
import { Population } from './population.ts'
import { Scheduler } from './scheduler.ts'
import { drawSetting, type Setting } from './setting.ts'
import { asksForEffects } from './sign-up.ts'
import { stockUp } from './stock-up.ts'
import { Trace } from './trace.ts'
import { JudgesWitness } from './witness.ts'

/** The result of one seed. */
export interface SimulationReport {
  /** Hash of everything that happened: equal for equal seeds. */
  hash: string
  violations: string[]
  coverage: Coverage
  entries: number
  replies: number
  /** How often the market was started. */
  runs: number
  virtualMs: number
}

export interface SimulationOptions {
  /** For how much virtual time faults are injected, before all are repaired. */
  durationMs: number
  /** Gets a line for everything that happens. */
  trace: ((line: string) => void) | null
}

const dayMs = 86_400_000

/** How long after the repairs all clients must be up to date. */
const healingMs = 5 * 60_000

/** Runs and judges the market of a seed, with its clients and faults. */
export async function simulate(seed: number, options: SimulationOptions): Promise<SimulationReport> {
  const simulation = new Simulation(seed, options)
  return simulation.run()
}

class Simulation {
  readonly #setting: Setting
  readonly #scheduler: Scheduler
  readonly #trace: Trace
  readonly #coverage = new Coverage()
  readonly #witness: JudgesWitness
  readonly #machine: Machine
  readonly #nemesis: Nemesis
  readonly #population: Population
  readonly #churner: Churner

  constructor(seed: number, { durationMs, trace }: SimulationOptions) {
    // One generator for each part, so that another draw in one does not change the others.
    const randomOf = (part: number): SeededRandom =>
      seededRandom(Math.imul(seed, 2_654_435_761) + part * 7_919)
    const scheduler = new Scheduler(randomOf(1))
    const setting = drawSetting(randomOf(2), durationMs)
    const ids = randomFrom(randomOf(3))
    const disk = new SimulatedDisk({ random: randomOf(4) })
    const coverage = this.#coverage
    this.#trace = new Trace(trace)
    const onTold = (line: string): void => this.#trace.add(scheduler.nowMs, line)
    const watch = new JournalWatch(disk)
    const witness = new JudgesWitness({
      scheduler,
      setting,
      coverage,
      watch,
      run: () => this.#machine.run,
      onTold,
    })
    const faults = new DiskFaults({
      scheduler,
      random: randomOf(5),
      coverage,
      diskMsMax: setting.diskMsMax,
      onCall: (call) => witness.diskCalled(call),
    })
    const { latencyMsMax } = setting
    const network = new Network({ scheduler, random: randomOf(6), coverage, wiretap: witness, latencyMsMax })
    this.#machine = new Machine({
      scheduler,
      ids,
      setting,
      coverage,
      disk,
      faults,
      network,
      onStarted: (core) => witness.started(core),
      onViolation: (rule, message) => witness.violated(rule, message),
      onTold,
    })
    const machine = this.#machine
    const random = randomOf(7)
    const common = { scheduler, network, coverage, witness }
    const onSignedUp = (answer: SignedUp): void => witness.signedUp(answer)
    this.#population = new Population({
      scheduler,
      random,
      ids,
      setting,
      machine,
      network,
      onSignedUp,
      common,
    })
    this.#churner = new Churner({ scheduler, random: randomOf(10), ids, network, coverage })
    stockUp({ machine, ids, setting, random: randomOf(8) })
    this.#nemesis = new Nemesis({
      scheduler,
      random: randomOf(9),
      setting,
      coverage,
      machine,
      disk,
      faults,
      network,
      onTold,
    })
    this.#scheduler = scheduler
    this.#setting = setting
    this.#witness = witness
    const oldFolder = oldFolderOf(seed)
    if (oldFolder !== null) this.#beginWith(oldFolder, disk)
  }

  async run(): Promise<SimulationReport> {
    const { durationMs } = this.#setting
    this.#machine.start()
    await this.#scheduler.run(durationMs)
    this.#trace.add(this.#scheduler.nowMs, 'all faults end')
    this.#nemesis.heal()
    this.#population.rest()
    this.#churner.rest()
    await this.#scheduler.run(durationMs + healingMs, () => this.#isQuiet())
    this.#witness.finish(this.#population.clients, this.#machine.core)
    return {
      hash: this.#trace.hash,
      violations: [...this.#witness.violations],
      coverage: this.#coverage,
      entries: this.#witness.entries,
      replies: this.#witness.replies,
      runs: this.#machine.run,
      virtualMs: this.#scheduler.nowMs,
    }
  }

  /** The market starts a day after its last entry, and its first start may crash. */
  #beginWith(oldFolder: string, disk: SimulatedDisk): void {
    this.#coverage.count('begin: with a folder of the first release')
    this.#trace.add(0, `begins with the folder "${oldFolder}" of the first release`)
    this.#machine.wall.offsetMs = putOldFolder(disk, oldFolder) + dayMs - beginsAt
    this.#nemesis.crashTheStart()
  }

  #isQuiet(): boolean {
    const { core } = this.#machine
    return core !== null && !asksForEffects(core) && this.#population.isQuietAt(core.market.counters.seq)
  }
}
