import type { Core } from '../../../server/core.ts'
import type { DurableLine } from '../journal-watch.ts'
import type { Market } from '../market.ts'
import { commandUntilKnown } from '../own-command.ts'
import { asksForEffects } from '../sign-up.ts'
import type { World } from '../world.ts'
import type { WorldParts } from '../world-parts.ts'
import { DelayJudge } from './delay-judge.ts'
import { Doors } from './doors.ts'
import { LostGroups } from './lost-groups.ts'
import { NodesNemesis } from './nodes-nemesis.ts'
import { type SimulatedNode, simulatedNode } from './simulated-node.ts'
import { SimulatedPostgres } from './simulated-postgres.ts'
import type { NewGroup } from './tables.ts'

/** Whether a seed runs several nodes: one in ten does. */
export const hasNodes = (seed: number): boolean => seed % 10 === 5

/** Every third of these seeds ends with a failover that loses entries. */
const losesEntries = (seed: number): boolean => Math.floor(seed / 10) % 3 === 0

/** Runs of different nodes are different runs. */
const runsMax = 1_000_000

/** A market on two or three nodes that share a database. */
export function nodesWorld(parts: WorldParts): World {
  const { seed, scheduler, randomOf, setting, coverage, network, witness, onTold } = parts
  const random = randomOf(11)
  const nodes: SimulatedNode[] = []
  const onViolation = (rule: string, message: string): void => witness().violated(rule, message)
  const runOf = (index: number): number => index * runsMax + nodes[index]!.machine.run
  const onCommitted = (machine: number, groups: readonly NewGroup[]): void => {
    for (const { row } of groups) {
      onTold(`database: entries ${row.first_seq} to ${row.last_seq} by node ${machine}`)
      try {
        witness().becameDurable(linesOf(row), runOf(machine))
      } catch (error) {
        // What makes no sense to the judge is a broken promise, and not the end of the database.
        onViolation('G3', `entries ${row.first_seq} to ${row.last_seq} cannot be judged: ${error}`)
      }
    }
    delays.committed(machine)
    lost?.committed(machine, groups)
  }
  const commitMsMax = setting.diskMsMax
  const server = new SimulatedPostgres({
    scheduler,
    random: randomOf(4),
    coverage,
    commitMsMax,
    onCommitted,
    onGranted: (machine) => nemesis?.granted(machine),
    onReleased: (machine, heldMs) => delays.released(machine, heldMs),
  })
  const doors = new Doors(network(), random)
  const count = random.pick([2, 2, 3])
  for (let index = 0; index < count; index += 1)
    nodes.push(simulatedNode(parts, { index, door: doors.add(), server }))
  const delays = new DelayJudge({ scheduler, server, nodes, commitMsMax, onViolation })
  const onTrouble = (): void => delays.troubled()
  const lost = losesEntries(seed)
    ? new LostGroups({ server, nodes, random, coverage, onViolation, onTrouble, onTold })
    : null
  let nemesis: NodesNemesis | null = null
  const cores = (): Core[] => nodes.flatMap(({ machine }) => machine.core ?? [])
  const areQuiet = (seq: number): boolean =>
    cores().length === count &&
    cores().every((core) => core.market.counters.seq === seq && !asksForEffects(core))
  return {
    market: marketOf(nodes, () => random.fraction(), parts),
    watch: {
      rescan: () => server.tables.groups.flatMap(linesOf),
      advance: () => [],
      peopleHave: (text) => [...server.tables.records.values()].some(({ body }) => body?.includes(text)),
    },
    runOf: (link) => (link ? runOf(Math.max(0, doors.indexOf(link))) : 0),
    start: () => {
      for (const { machine } of nodes) machine.start()
    },
    strike: () => {
      nemesis = new NodesNemesis({
        ...parts,
        network: network(),
        random: randomOf(9),
        server,
        nodes,
        onTrouble,
      })
    },
    heal: () => nemesis?.heal(),
    isQuietAt: areQuiet,
    lastCore: () => cores()[0] ?? null,
    get starts() {
      return nodes.reduce((sum, { machine }) => sum + machine.run, 0)
    },
    loss: lost && {
      strike: () => {
        witness().giveUp()
        lost.strike()
      },
      isSettled: () => areQuiet(server.tables.seq),
      judge: () => lost.judge(),
    },
  }
}

/** The market by way of any node that answers. */
function marketOf(
  nodes: readonly SimulatedNode[],
  fraction: () => number,
  { scheduler }: Pick<WorldParts, 'scheduler'>,
): Market {
  const pick = (): SimulatedNode | undefined => {
    const open = nodes.filter(({ machine }) => machine.isUp && !machine.isFrozen)
    return open[Math.floor(fraction() * open.length)]
  }
  const market: Market = {
    get core() {
      return pick()?.machine.core ?? null
    },
    get run() {
      return nodes.reduce((sum, { machine }) => sum + machine.run, 0)
    },
    fetchMarket: (asOperator) => pick()?.machine.fetchMarket(asOperator) ?? Promise.resolve(null),
    command: (id, actor, command, known) =>
      commandUntilKnown({ market, scheduler }, { id, actor, command, known }),
  }
  return market
}

function linesOf({ first_seq, lines }: { first_seq: string; lines: string }): DurableLine[] {
  const first = Number(first_seq)
  return lines
    .trimEnd()
    .split('\n')
    .map((text, index) => ({ seq: first + index, text }))
}
