import type { SeededRandom } from '../../../shared/seeded-random.ts'
import type { Coverage } from '../coverage.ts'
import type { SimulatedNode } from './simulated-node.ts'
import type { SimulatedPostgres } from './simulated-postgres.ts'
import type { NewGroup } from './tables.ts'

interface Parts {
  server: SimulatedPostgres
  nodes: readonly SimulatedNode[]
  random: SeededRandom
  coverage: Coverage
  onViolation(rule: string, message: string): void
  onTrouble(): void
  onTold(line: string): void
}

/**
 * A failover to a standby that lacks the last groups. A node that has read them must stop, and never sell on; its next
 * start begins a new epoch.
 */
export class LostGroups {
  readonly #parts: Parts
  /** The runs that have read what is lost, by node. */
  readonly #mustStop = new Map<number, number>()
  #hasNewEpoch = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  strike(): void {
    const { server, nodes, random, onTrouble, onTold } = this.#parts
    server.crash(false)
    server.loseGroups(random.integer(1, 3))
    onTold(`the database loses all entries after ${server.tables.seq}`)
    for (const { index, machine } of nodes)
      if (machine.core && machine.core.market.counters.seq > server.tables.seq)
        this.#mustStop.set(index, machine.run)
    server.comeBack()
    onTrouble()
  }

  committed(machine: number, groups: readonly NewGroup[]): void {
    const { nodes, onViolation } = this.#parts
    if (this.#mustStop.size === 0) return
    if (this.#mustStop.get(machine) === nodes[machine]!.machine.run)
      onViolation('G10', `node ${machine} sells on, and the database has lost entries that it has read`)
    this.#hasNewEpoch ||= groups.some(({ row }) => row.lines.includes('"market:restored"'))
  }

  /** At the end, when all nodes are at the same seq. */
  judge(): void {
    const { nodes, coverage, onViolation } = this.#parts
    for (const [index, run] of this.#mustStop)
      if (nodes[index]!.machine.run === run)
        onViolation('G10', `node ${index} runs on, and the database has lost entries that it has read`)
    if (this.#mustStop.size > 0 && !this.#hasNewEpoch) onViolation('G7', 'no new epoch began after a loss')
    if (this.#hasNewEpoch) coverage.count('nodes: a new epoch after a loss')
    const epochs = new Set(nodes.map(({ machine }) => machine.core?.market.counters.epoch))
    if (epochs.size > 1) onViolation('G7', `the nodes are in ${epochs.size} epochs`)
  }
}
