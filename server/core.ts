import { join } from 'node:path'
import { finishRestore } from './backup/finish-restore.ts'
import { type Bounds, bounds as defaultBounds } from './bounds.ts'
import { Broadcaster } from './broadcast/broadcaster.ts'
import type { OrderContext } from './broadcast/views.ts'
import { type Config, ConfigError } from './config.ts'
import { errorCode } from './disk/disk.ts'
import { DurableFile } from './disk/durable-file.ts'
import { makeGenesis } from './genesis.ts'
import type { DurableMarket } from './market/state.ts'
import { Metrics } from './metrics.ts'
import { openMarket } from './opening.ts'
import { CommandQueue } from './queue/queue.ts'
import { Names } from './session/names.ts'
import { keepSecrets } from './session/secrets.ts'
import { Sessions } from './session/sessions.ts'
import { Tokens } from './session/tokens.ts'
import { LowdbSnapshots } from './snapshot/lowdb-snapshots.ts'
import { SnapshotSchedule } from './snapshot/snapshot-schedule.ts'
import type { World } from './world.ts'

/** Everything behind the edges: who people are, the market, and the one way to change it. */
export interface Core {
  market: DurableMarket
  queue: CommandQueue
  broadcaster: Broadcaster
  sessions: Sessions
  tokens: Tokens
  names: Names
  orders: OrderContext
  metrics: Metrics
  operatorToken: string
  snapshotAgeSeconds(): number | null
  /** Finishes what is under way, seals the journal, lets go of the folder. */
  close(): Promise<void>
}

/** Opens the folder, reads the market, and sets the queue before it. */
export async function createCore(
  config: Config,
  world: World,
  bounds: Bounds = defaultBounds,
): Promise<Core> {
  await makeDataFolder(config, world)
  const lock = world.lockFolder(config.dataFolder)
  try {
    const people = await openPeople(config, world, bounds)
    const metrics = new Metrics()
    const { journal, schedule, ...flow } = await openFlow(config, world, people.orders, metrics, bounds)
    await makeGenesis(flow.market, flow.queue, world.random, config)
    const close = async (): Promise<void> => {
      try {
        await flow.queue.close()
        flow.broadcaster.close()
        await schedule.close()
        await people.names.close()
        await journal.close()
      } finally {
        // Whatever the disk did, the folder is another's to have.
        lock.release()
      }
    }
    return { ...flow, ...people, metrics, snapshotAgeSeconds: () => schedule.ageSeconds(), close }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Whatever is wrong with the folder, it is the variable that names it which has to be changed. */
async function makeDataFolder({ dataFolder }: Config, { disk, logger }: World): Promise<void> {
  try {
    if (await finishRestore(disk, dataFolder)) logger.warn('a restore that was interrupted is finished')
    await disk.makeFolder(dataFolder)
  } catch (error) {
    throw new ConfigError(`SOUK_DATA names a folder that cannot be made or used (${errorCode(error)}).`, {
      cause: error,
    })
  }
}

/** Who is at the other end: the keys, the names, the sessions. */
async function openPeople(config: Config, { disk, clock, random }: World, bounds: Bounds) {
  const folder = config.dataFolder
  const { secret, operatorToken } = await keepSecrets(disk, folder, config)
  const names = await Names.open(
    (part) => new DurableFile(disk, join(folder, `names-${part}.json`)),
    bounds.session,
  )
  const tokens = new Tokens(secret)
  const sessions = new Sessions({ tokens, names, operatorToken, clock, random, bounds: bounds.session })
  const orders: OrderContext = {
    nameOf: (buyerId) => names.of(buyerId),
    receiptUrlOf: (orderId) => `/r/${tokens.receiptOf(orderId)}`,
  }
  return { operatorToken, names, tokens, sessions, orders }
}

/** The flow: journal, market, queue, broadcast, and the snapshots beside it. */
async function openFlow(
  config: Config,
  world: World,
  orders: OrderContext,
  metrics: Metrics,
  bounds: Bounds,
) {
  const { disk, clock, random, logger } = world
  const folder = config.dataFolder
  const snapshots = new LowdbSnapshots({
    disk,
    folder,
    report: (problem) => logger.warn(problem, 'snapshot'),
    make: world.makeSnapshot,
  })
  const opened = await openMarket({ disk, folder, snapshots, logger, bounds })
  const { market, journal, tail, snapshotSeq } = opened
  const schedule = new SnapshotSchedule({
    snapshots,
    clock,
    logger,
    seq: snapshotSeq,
    bounds: bounds.snapshot,
  })
  const broadcaster = new Broadcaster({
    market,
    marketName: config.marketName,
    clock,
    bounds: bounds.broadcast,
    orders,
    tail,
    onEncoded: (event) => metrics.encoded(event),
    onTick: (tookMs) => metrics.ticked(tookMs),
  })
  const queue = new CommandQueue({
    market,
    journal,
    clock,
    random,
    bounds: bounds.queue,
    marketBounds: bounds.market,
    onCommitted: (committed) => {
      broadcaster.committed(committed)
      schedule.reached(market.counters.seq)
    },
    onCommit: (commands, _entries, tookMs) => metrics.committed(commands, tookMs),
    onFailed: world.onFailed,
  })
  return { market, journal, queue, broadcaster, schedule }
}
