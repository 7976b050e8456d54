import type { SeededRandom } from '../../../shared/seeded-random.ts'
import type { Coverage } from '../coverage.ts'
import { LinkFaults } from '../link-faults.ts'
import type { Network } from '../network.ts'
import type { Scheduler } from '../scheduler.ts'
import type { Setting } from '../setting.ts'
import type { SimulatedNode } from './simulated-node.ts'
import type { SimulatedPostgres } from './simulated-postgres.ts'

export interface NodesNemesisParts {
  scheduler: Scheduler
  random: SeededRandom
  setting: Setting
  coverage: Coverage
  network: Network
  server: SimulatedPostgres
  nodes: readonly SimulatedNode[]
  /** The database stops, or comes back. */
  onTrouble(): void
  onTold(line: string): void
}

/** Injects the faults of nodes, their database and what is between them, until it is stopped. */
export class NodesNemesis {
  readonly #parts: NodesNemesisParts
  readonly #links: LinkFaults
  #isOver = false
  /** The kinds of faults take turns, so that each happens. */
  #turn: number
  #freezesNextTurn = false
  #cutsNextTurn = false

  constructor(parts: NodesNemesisParts) {
    this.#parts = parts
    this.#links = new LinkFaults(parts)
    this.#turn = parts.random.integer(0, this.#kinds.length - 1)
    this.#next()
    for (const node of parts.nodes) this.#keepAlive(node)
  }

  heal(): void {
    const { server, nodes } = this.#parts
    this.#isOver = true
    this.#freezesNextTurn = false
    this.#cutsNextTurn = false
    this.#bringBack()
    Object.assign(server, { slowness: 1, lostCommits: 0, isFull: false })
    server.announcements = { lost: 0, lateMsMax: 0 }
    for (const node of nodes) {
      node.line.mend()
      this.#thaw(node)
      this.#setClock(node, 0)
    }
    this.#links.heal()
  }

  /** A machine has a turn now: it may be frozen in it. */
  granted(machine: number): void {
    const node = this.#parts.nodes[machine]!
    if (this.#freezesNextTurn) this.#freeze(node)
    if (this.#cutsNextTurn) this.#after([1, 8], () => this.#isOver || this.#cutOff(node))
    this.#freezesNextTurn = false
    this.#cutsNextTurn = false
  }

  #next(): void {
    const { scheduler, random, setting, onTold } = this.#parts
    scheduler.after(-Math.log(1 - random.fraction()) * setting.faultIntervalMs, () => {
      if (this.#isOver) return
      this.#turn = (this.#turn + 1) % this.#kinds.length
      const [name, strike] = this.#kinds[this.#turn]!
      onTold(`fault: ${name}`)
      strike()
      this.#next()
    })
  }

  readonly #kinds: readonly [string, () => void][] = [
    ['a node killed', () => this.#pick().machine.kill()],
    ['commits lost', () => this.#for([500, 6_000], { lostCommits: 0.4 }, { lostCommits: 0 })],
    ['frozen in a turn', () => (this.#freezesNextTurn = true)],
    ['cut off from the database', () => this.#cutOff(this.#pick())],
    ['announcements lost', () => this.#announce({ lost: 1, lateMsMax: 0 })],
    ['a node loses power', () => this.#losePower(this.#pick())],
    ['links cut', () => this.#links.cutSome()],
    ['a clock far off', () => this.#skew(this.#pick())],
    ['database away', () => this.#takeAway(false)],
    ['a node frozen', () => this.#freeze(this.#pick())],
    ['commits lost', () => this.#for([500, 6_000], { lostCommits: 0.15 }, { lostCommits: 0 })],
    ['SIGTERM', () => this.#pick().machine.stop()],
    ['no space', () => this.#for([0, 0], { isFull: true }, {})],
    ['announcements late', () => this.#announce({ lost: 0.2, lateMsMax: 3_000 })],
    ['frozen in a turn', () => (this.#freezesNextTurn = true)],
    ['cut off in a turn', () => (this.#cutsNextTurn = true)],
    ['links half-open', () => this.#links.halfOpenSome()],
    ['database fails over', () => this.#takeAway(true)],
    ['slow database', () => this.#for([1_000, 5_000], { slowness: this.#slowness() }, { slowness: 1 })],
    ['links clogged', () => this.#links.clogSome()],
    ['a clock a little off', () => this.#setClock(this.#pick(), this.#parts.random.integer(-4_000, 4_000))],
  ]

  #slowness(): number {
    return this.#parts.random.integer(5, 20)
  }

  #pick(): SimulatedNode {
    return this.#parts.random.pick(this.#parts.nodes)
  }

  #after([from, to]: readonly [number, number], run: () => void): void {
    this.#parts.scheduler.after(this.#parts.random.integer(from, to), run)
  }

  #for(
    between: readonly [number, number],
    change: Partial<SimulatedPostgres>,
    back: Partial<SimulatedPostgres>,
  ): void {
    Object.assign(this.#parts.server, change)
    this.#after(between, () => Object.assign(this.#parts.server, back))
  }

  #keepAlive(node: SimulatedNode): void {
    this.#after([20, 1_500], () => {
      node.machine.start()
      this.#keepAlive(node)
    })
  }

  #losePower({ machine }: SimulatedNode): void {
    if (machine.isUp || machine.isStarting) machine.losePower()
  }

  #freeze(node: SimulatedNode): void {
    if (!node.machine.isUp) return
    this.#parts.coverage.count('nodes: frozen')
    node.door.isShut = true
    node.machine.freeze()
    this.#after([300, 8_000], () => this.#thaw(node))
  }

  #thaw({ door, machine }: SimulatedNode): void {
    door.isShut = false
    machine.thaw()
  }

  #cutOff({ line }: SimulatedNode): void {
    this.#parts.coverage.count('nodes: cut off from the database')
    line.cut()
    this.#after([200, 12_000], () => line.mend())
  }

  #announce(announcements: SimulatedPostgres['announcements']): void {
    this.#for([5_000, 20_000], { announcements }, { announcements: { lost: 0, lateMsMax: 0 } })
  }

  /** Far enough that it may not sell, and back. */
  #skew(node: SimulatedNode): void {
    const { random, coverage } = this.#parts
    coverage.count('nodes: a clock beyond the limit')
    this.#setClock(node, random.integer(6_000, 3_600_000) * random.pick([1, -1]))
    this.#after([2_000, 20_000], () => this.#setClock(node, 0))
  }

  #setClock(node: SimulatedNode, offsetMs: number): void {
    node.machine.wall.offsetMs = offsetMs
    node.skewedSinceMs = Math.abs(offsetMs) < 6_000 ? null : this.#parts.scheduler.nowMs
  }

  #takeAway(isSilent: boolean): void {
    const { server, coverage, onTrouble } = this.#parts
    if (server.isAway) return
    coverage.count(isSilent ? 'nodes: the database failed over' : 'nodes: the database was away')
    server.crash(isSilent)
    onTrouble()
    this.#after([100, 6_000], () => this.#bringBack())
  }

  #bringBack(): void {
    const { server, onTrouble } = this.#parts
    if (!server.isAway) return
    server.comeBack()
    onTrouble()
  }
}
