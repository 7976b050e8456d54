import type { Scheduler } from '../scheduler.ts'
import type { SimulatedNode } from './simulated-node.ts'
import type { SimulatedPostgres } from './simulated-postgres.ts'

interface Parts {
  scheduler: Scheduler
  server: SimulatedPostgres
  nodes: readonly SimulatedNode[]
  commitMsMax: number
  onViolation(rule: string, message: string): void
}

const sampleMs = 250
/** Within this time a node has what is durable. */
const behindMsMax = 4_000
/** After any trouble: until broken connections are noticed, and new ones made. */
const recoveryMs = 9_000
/** A turn has a limit of its own, and others end it after a while; they wait no longer than this. */
const turnMsMax = 2_000
const slownessMax = 20
/** A node notices with its next turn that its clock is wrong; the turn under way may end. */
const clockNoticedMs = 3_000

/** Judges that nodes follow each other in time, and that none delays the others for long. */
export class DelayJudge {
  readonly #parts: Parts
  readonly #durable: { atMs: number; seq: number }[] = []
  readonly #healthySinceMs: number[]
  #troubleAtMs = 0

  constructor(parts: Parts) {
    this.#parts = parts
    this.#healthySinceMs = parts.nodes.map(() => Number.POSITIVE_INFINITY)
    this.#sample()
  }

  /** The database was in trouble, which all nodes notice. */
  troubled(): void {
    this.#troubleAtMs = this.#parts.scheduler.nowMs
  }

  released(machine: number, heldMs: number): void {
    const { commitMsMax, onViolation } = this.#parts
    if (heldMs > turnMsMax + commitMsMax * slownessMax)
      onViolation('G11', `node ${machine} kept others waiting for its turn for ${heldMs} ms`)
  }

  committed(machine: number): void {
    const { nodes, scheduler, onViolation } = this.#parts
    const { skewedSinceMs } = nodes[machine]!
    if (skewedSinceMs !== null && scheduler.nowMs - skewedSinceMs > clockNoticedMs)
      onViolation('G11', `node ${machine} appended, and its clock is wrong`)
  }

  #sample(): void {
    const { scheduler, server, nodes } = this.#parts
    const { nowMs } = scheduler
    this.#durable.push({ atMs: nowMs, seq: server.tables.seq })
    if (this.#durable.length > behindMsMax / sampleMs + 1) this.#durable.shift()
    for (const node of nodes) this.#judge(node, nowMs)
    scheduler.after(sampleMs, () => this.#sample())
  }

  #judge({ index, machine, line }: SimulatedNode, nowMs: number): void {
    const { server, onViolation } = this.#parts
    const { core } = machine
    if (core === null || machine.isFrozen || line.isCut || server.isAway) {
      this.#healthySinceMs[index] = Number.POSITIVE_INFINITY
      return
    }
    const since = Math.min(this.#healthySinceMs[index]!, nowMs)
    this.#healthySinceMs[index] = since
    if (nowMs - Math.max(since, this.#troubleAtMs) < recoveryMs + behindMsMax) return
    const { seq } = core.market.counters
    const due = this.#durable[0]!
    if (seq >= due.seq) return
    onViolation('G10', `node ${index} is at ${seq}, and ${due.seq} was durable at ${due.atMs}`)
    this.#healthySinceMs[index] = nowMs
  }
}
