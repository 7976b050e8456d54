import type { TestPostgres } from '../../support/drivers/postgres.ts'
import { postgresCpuMs, type RunningNodes } from '../market/database.ts'
import type { Scale } from '../scale.ts'
import type { Measured } from '../servers/measured.ts'
import { percentile } from '../statistics.ts'
import { Audience } from './audience.ts'
import { Restocks } from './restocks.ts'
import type { Load } from './turns.ts'

/** What one node did in a turn. */
interface NodeTurn {
  sold: number
  latenciesMs: readonly number[]
}

interface Turn {
  nodes: readonly NodeTurn[]
  databaseCpuMs: number
}

/** All buyers of several nodes at once, as one load whose CPU time is that of all nodes. */
export class NodesLoad implements Load {
  readonly server: Measured
  readonly #nodes: RunningNodes
  readonly #postgres: TestPostgres
  /** In all; as fast as they are answered without it. */
  readonly #perSecond: number | undefined
  /** Of each turn, also the one that warms up. */
  readonly #turns: Turn[] = []
  #before: { sold: number[]; cpuMs: number } = { sold: [], cpuMs: 0 }
  #keptIn: number[] | null = null

  constructor(nodes: RunningNodes, postgres: TestPostgres, perSecond?: number) {
    this.#nodes = nodes
    this.#postgres = postgres
    this.#perSecond = perSecond
    this.server = together(nodes.servers)
  }

  readonly done = (): number => sum(this.#nodes.buyers.map(({ tally }) => tally.succeeded))

  get sharers(): number {
    return this.#nodes.servers.length
  }

  begin(): void {
    const { buyers } = this.#nodes
    for (const each of buyers)
      if (this.#perSecond === undefined) each.askNonStop()
      else each.askAt(this.#perSecond / buyers.length)
  }

  async end(): Promise<void> {
    await Promise.all(this.#nodes.buyers.map((each) => each.stop()))
  }

  keepLatencies(to: number[] | null): void {
    const { buyers } = this.#nodes
    if (to) {
      this.#before = {
        sold: buyers.map(({ tally }) => tally.succeeded),
        cpuMs: postgresCpuMs(this.#postgres),
      }
      for (const { tally } of buyers) tally.latenciesMs = []
      this.#keptIn = to
      return
    }
    const nodes = buyers.map(({ tally }, index) => ({
      sold: tally.succeeded - this.#before.sold[index]!,
      latenciesMs: tally.latenciesMs!,
    }))
    this.#turns.push({ nodes, databaseCpuMs: postgresCpuMs(this.#postgres) - this.#before.cpuMs })
    for (const { tally } of buyers) tally.latenciesMs = null
    for (const { latenciesMs } of nodes) for (const ms of latenciesMs) this.#keptIn?.push(ms)
  }

  /** What the node that sold least sold, as a part of what each would have sold of equal parts, by repetition. */
  leastShares(repetitions: number): number[] {
    return this.#repetitions(repetitions).map((turns) => {
      const sold = this.#soldByNode(turns)
      return (Math.min(...sold) * sold.length) / sum(sold)
    })
  }

  /** The 99th percentile of the node where it was highest, by repetition. */
  worstP99s(repetitions: number): number[] {
    return this.#repetitions(repetitions).map((turns) =>
      Math.max(
        ...this.#nodes.servers.map((_, node) =>
          percentile(
            turns.flatMap(({ nodes }) => nodes[node]!.latenciesMs),
            0.99,
          ),
        ),
      ),
    )
  }

  /** Microseconds of the database's CPU time for each order, by repetition. */
  databaseCpu(repetitions: number): number[] {
    return this.#repetitions(repetitions).map(
      (turns) =>
        (sum(turns.map(({ databaseCpuMs }) => databaseCpuMs)) * 1_000) / sum(this.#soldByNode(turns)),
    )
  }

  #soldByNode(turns: readonly Turn[]): number[] {
    return this.#nodes.servers.map((_, node) => sum(turns.map(({ nodes }) => nodes[node]!.sold)))
  }

  #repetitions(count: number): Turn[][] {
    const measured = this.#turns.slice(1)
    const each = measured.length / count
    return Array.from({ length: count }, (_, index) => measured.slice(index * each, (index + 1) * each))
  }
}

const sum = (figures: readonly number[]): number => figures.reduce((total, figure) => total + figure, 0)

/** Watchers of several nodes, an equal part at each, and a seller at the first who keeps restocking. */
export class WatchedNodes implements Load {
  readonly server: Measured
  readonly #ports: readonly number[]
  readonly #audiences: readonly Audience[]
  readonly #restocks: Restocks

  static async open(nodes: RunningNodes, scale: Scale): Promise<WatchedNodes> {
    const audiences: Audience[] = []
    for (const { port } of nodes.servers)
      audiences.push(await Audience.open(port, Math.ceil(scale.audience / nodes.servers.length)))
    return new WatchedNodes(nodes, audiences, new Restocks(nodes.servers[0]!.port, scale.products))
  }

  private constructor({ servers }: RunningNodes, audiences: readonly Audience[], restocks: Restocks) {
    this.server = together(servers)
    this.#ports = servers.map(({ port }) => port)
    this.#audiences = audiences
    this.#restocks = restocks
  }

  readonly done = (): number => sum(this.#audiences.map(({ deliveries }) => deliveries))

  begin(): void {
    this.#restocks.begin()
  }

  /** Throws when a watcher missed a change. */
  async end(): Promise<void> {
    await this.#restocks.end()
    await Promise.all(this.#audiences.map((audience, index) => audience.settle(this.#ports[index]!)))
  }

  close(): void {
    this.#restocks.close()
    for (const audience of this.#audiences) audience.close()
  }
}

/** The CPU time of several servers as that of one. */
const together = (servers: readonly Measured[]): Measured => ({
  ...servers[0]!,
  cpuMs: () => servers.reduce((sum, server) => sum + server.cpuMs(), 0),
})
