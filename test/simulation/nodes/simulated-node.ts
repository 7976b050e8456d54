import { JournalFork } from '../../../server/journal/journal.ts'
import { marketJournal } from '../../../server/postgres/locks.ts'
import { PostgresReader } from '../../../server/postgres/postgres-journals.ts'
import { PostgresStorage } from '../../../server/postgres/postgres-storage.ts'
import { SimulatedDisk } from '../disk.ts'
import { DiskFaults } from '../disk-faults.ts'
import { Machine } from '../machine.ts'
import type { MarketProcess } from '../market-process.ts'
import type { WorldParts } from '../world-parts.ts'
import { DatabaseLine } from './database-line.ts'
import type { Door } from './doors.ts'
import { connectorTo } from './simulated-client.ts'
import type { SimulatedPostgres } from './simulated-postgres.ts'

/** A machine that runs a node: its disk has only snapshots, and a line leads to the database. */
export interface SimulatedNode {
  index: number
  machine: Machine
  door: Door
  line: DatabaseLine
  /** Since when its clock is beyond what a node may sell with; null while it is not. */
  skewedSinceMs: number | null
}

/** Streams of randomness that a node uses: its disk, the disk's delays, the line. */
const firstPart = 20
const partsOfNode = 3

export function simulatedNode(
  parts: WorldParts,
  { index, door, server }: { index: number; door: Door; server: SimulatedPostgres },
): SimulatedNode {
  const { scheduler, randomOf, coverage, setting, witness } = parts
  const part = firstPart + index * partsOfNode
  const disk = new SimulatedDisk({ random: randomOf(part) })
  const onTold = (line: string): void => parts.onTold(`node ${index}: ${line}`)
  const onViolation = (rule: string, message: string): void =>
    witness().violated(rule, `node ${index}: ${message}`)
  const faults = new DiskFaults({
    scheduler,
    random: randomOf(part + 1),
    coverage,
    diskMsMax: setting.diskMsMax,
    onCall: ({ operation, path, bytes }) => onTold(`disk: ${operation} ${path} ${bytes ?? ''}`),
  })
  const line = new DatabaseLine(scheduler, randomOf(part + 2), Math.min(setting.diskMsMax, latencyMsMax))
  const connectorOf = (process: MarketProcess) => connectorTo({ process, machine: index, line, server })
  const machine = new Machine({
    ...parts,
    disk,
    faults,
    network: door,
    elsewhere: (process) => ({
      openStorage: (config, environment, bounds) => {
        const database = connectorOf(process)
        return PostgresStorage.openIn({ database, prompt: database }, config, environment, bounds)
      },
      journals: new PostgresReader({ database: connectorOf(process), journal: marketJournal }),
    }),
    onStarted: () => witness().started(),
    onViolation,
    onFailStop: (error) => {
      if (error instanceof JournalFork) coverage.count('nodes: stopped by a fork')
      else onViolation('G2', `it stopped by itself: ${error}`)
    },
    onTold,
  })
  return { index, machine, door, line, skewedSinceMs: null }
}

/** Between a node and the database. */
const latencyMsMax = 4
