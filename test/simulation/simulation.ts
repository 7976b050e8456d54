import { type SeededRandom, seededRandom } from '../../shared/seeded-random.ts'
import { randomFrom } from '../support/doubles/random-port.ts'
import { Churner } from './churner.ts'
import { Coverage } from './coverage.ts'
import type { SignedUp } from './judge/effect-judge.ts'
import { machineWorld } from './machine-world.ts'
import { Network } from './network.ts'
import { hasNodes, nodesWorld } from './nodes/nodes-world.ts'
import { Population } from './population.ts'
import { Scheduler } from './scheduler.ts'
import { drawSetting, type Setting } from './setting.ts'
import { stockUp } from './stock-up.ts'
import { Trace } from './trace.ts'
import { JudgesWitness } from './witness.ts'
import type { World } from './world.ts'

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

/** How long after the repairs all clients must be up to date. */
const healingMs = 5 * 60_000

/** How long people go on after entries were lost. */
const afterLossMs = 30_000

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
  readonly #world: World
  readonly #population: Population
  readonly #churner: Churner

  constructor(seed: number, { durationMs, trace }: SimulationOptions) {
    // One generator for each part, so that another draw in one does not change the others.
    const randomOf = (part: number): SeededRandom =>
      seededRandom(Math.imul(seed, 2_654_435_761) + part * 7_919)
    const scheduler = new Scheduler(randomOf(1))
    const setting = drawSetting(randomOf(2), durationMs)
    const ids = randomFrom(randomOf(3))
    const coverage = this.#coverage
    this.#trace = new Trace(trace)
    const onTold = (line: string): void => this.#trace.add(scheduler.nowMs, line)
    const witness: JudgesWitness = new JudgesWitness({
      scheduler,
      setting,
      coverage,
      hasNodes: hasNodes(seed),
      world: () => this.#world,
      onTold,
    })
    const { latencyMsMax } = setting
    const network = new Network({ scheduler, random: randomOf(6), coverage, wiretap: witness, latencyMsMax })
    const world = (hasNodes(seed) ? nodesWorld : machineWorld)({
      seed,
      scheduler,
      randomOf,
      setting,
      ids,
      coverage,
      network: () => network,
      witness: () => witness,
      onTold,
    })
    const machine = world.market
    const common = { scheduler, network, coverage, witness }
    const onSignedUp = (answer: SignedUp): void => witness.signedUp(answer)
    this.#population = new Population({
      scheduler,
      random: randomOf(7),
      ids,
      setting,
      machine,
      network,
      onSignedUp,
      common,
    })
    this.#churner = new Churner({ scheduler, random: randomOf(10), ids, network, coverage })
    stockUp({ machine, ids, setting, random: randomOf(8) })
    world.strike()
    this.#scheduler = scheduler
    this.#setting = setting
    this.#witness = witness
    this.#world = world
  }

  async run(): Promise<SimulationReport> {
    const { durationMs } = this.#setting
    this.#world.start()
    await this.#scheduler.run(durationMs)
    this.#tell('all faults end')
    this.#world.heal()
    if (this.#world.loss) await this.#lose(this.#world.loss)
    this.#population.rest()
    this.#churner.rest()
    await this.#scheduler.run(this.#scheduler.nowMs + healingMs, () => this.#isQuiet())
    this.#world.loss?.judge()
    this.#witness.finish(this.#population.clients, this.#world.lastCore())
    return {
      hash: this.#trace.hash,
      violations: [...this.#witness.violations],
      coverage: this.#coverage,
      entries: this.#witness.entries,
      replies: this.#witness.replies,
      runs: this.#world.starts,
      virtualMs: this.#scheduler.nowMs,
    }
  }

  async #lose(loss: NonNullable<World['loss']>): Promise<void> {
    loss.strike()
    await this.#scheduler.run(this.#scheduler.nowMs + afterLossMs)
  }

  #tell(line: string): void {
    this.#trace.add(this.#scheduler.nowMs, line)
  }

  #isQuiet(): boolean {
    if (this.#world.loss) return this.#world.loss.isSettled()
    const { entries } = this.#witness
    return this.#world.isQuietAt(entries) && this.#population.isQuietAt(entries)
  }
}
