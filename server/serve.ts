import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { pino } from 'pino'
import { createApp } from './app.ts'
import { banner } from './banner.ts'
import { type Bounds, bounds } from './bounds.ts'
import { memoryOfProcess, ordersThatFit } from './capacity/market-size.ts'
import type { Config } from './config.ts'
import { lockFolder } from './disk/folder-lock.ts'
import { keepSpareDescriptors, nodeDisk } from './disk/node-disk.ts'
import type { Environment } from './environment.ts'
import { endExplained } from './errors/start-failure.ts'
import { putEngineBelow } from './os/engine-threads.ts'
import { systemClock, systemRandom } from './os/system.ts'
import { argon2id } from './session/passwords.ts'
import { SnapshotHelper } from './snapshot/snapshot-helper.ts'
import { DemoRestocker } from './start/demo-restocker.ts'

/** The browser client as Vite builds it. */
export const distFolder = join(import.meta.dirname, '../web/dist')

/** How long a stop may take before the process ends all the same: the journal needs no orderly end. */
const stopMsMax = 10_000

/**
 * Runs a market until a signal ends it. A start that fails ends the process with a sentence and status 1; so does
 * a disk that failed, after which nothing more is acknowledged.
 */
export async function serve(config: Config, others: Bounds = bounds): Promise<void> {
  // Keeps V8 from allocating orders as old objects ("pretenuring"), which it does once enough of them happened to survive
  // a collection. What a dead old object refers to survives too: under load each collection then took 13 ms instead of 3.
  setFlagsFromString('--no-allocation-site-pretenuring')
  const environment = realEnvironment(config)
  try {
    const sized = { ...others, market: { ...others.market, ...ordersThatFit(memoryOfProcess()) } }
    const app = await createApp(config, environment, sized)
    const restocker = config.demo ? new DemoRestocker({ ...app.core, clock: environment.clock }) : null
    restocker?.start()
    stopOnSignals(() => {
      restocker?.close()
      return app.close()
    })
    const { port } = await app.listen()
    putEngineBelow()
    const { market } = app.core
    console.log(
      banner(config, {
        port,
        operatorToken: app.core.operatorToken,
        isEmpty: market.counters.lastProductId === 0,
      }),
    )
  } catch (error) {
    endExplained(error, config)
  }
}

/** This machine's disk, clock and randomness. Logs go to standard error and never delay the market. */
export function realEnvironment(config: Pick<Config, 'logLevel' | 'databaseUrl'>): Environment {
  const destination = pino.destination({ fd: 2, sync: false, maxLength: 4 * 1024 * 1024 })
  const logger = pino(
    { level: config.logLevel, serializers: { error: pino.stdSerializers.err } },
    destination,
  )
  keepSpareDescriptors(bounds.files.spareDescriptors)
  const snapshotHelper = new SnapshotHelper(config.databaseUrl)
  snapshotHelper.start()
  return {
    disk: nodeDisk,
    lockFolder,
    makeSnapshot: snapshotHelper.make,
    passwords: argon2id,
    clock: systemClock,
    random: systemRandom,
    logger,
    distFolder,
    directSockets: true,
    onFailed: (error) => end(`The journal failed, so nothing more is sold: ${messageOf(error)}`),
  }
}

function stopOnSignals(close: () => Promise<void>): void {
  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(0), stopMsMax).unref()
    close().then(
      () => process.exit(0),
      (error: unknown) => end(messageOf(error)),
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

/** Prints why, and ends the process with status 1. */
function end(message: string): never {
  console.error(message)
  process.exit(1)
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
