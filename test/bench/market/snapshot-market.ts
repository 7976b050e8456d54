import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { bounds } from '../../../server/bounds.ts'
import { readConfig } from '../../../server/config.ts'
import { createCore } from '../../../server/core.ts'
import { putEngineBelow } from '../../../server/os/engine-threads.ts'
import { realEnvironment } from '../../../server/serve.ts'
import type { SnapshotMaker } from '../../../server/snapshot/snapshot-helper.ts'
import type { SnapshotPhase } from '../rows/snapshots.ts'
import { PauseMonitor } from './pauses.ts'
import { QueueLoad } from './queue-load.ts'

/**
 * A market on a large folder in a process of its own, with real disk and real clock, that sells at a steady
 * rate, without a snapshot and while one is made. Prints a line of JSON for each of the two, over and over.
 */
const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: '' },
    rate: { type: 'string', default: '500' },
    repetitions: { type: 'string', default: '1' },
    warmUpMs: { type: 'string', default: '3000' },
    quietMs: { type: 'string', default: '10000' },
  },
})

/** A snapshot is made only when this is called. */
let release: () => void = () => undefined
let held: Promise<void> = Promise.resolve()
let made: () => void = () => undefined

function hold(): void {
  held = new Promise((done) => (release = done))
}

hold()
const config = readConfig({ SOUK_DATA: values.folder, LOG_LEVEL: 'warn' })
const real = realEnvironment(config)

const makeWhenReleased: SnapshotMaker = async (folder, upTo, signal) => {
  signal.addEventListener('abort', () => release())
  await held
  try {
    return await real.makeSnapshot(folder, upTo, signal)
  } finally {
    hold()
    made()
  }
}

const world = { ...real, makeSnapshot: makeWhenReleased }
const core = await createCore(config, world, { ...bounds, snapshot: { entriesMin: 1, restFactor: 0 } })
putEngineBelow()
const load = new QueueLoad(core, Number(values.rate))
const monitor = new PauseMonitor()
load.start()
await delay(Number(values.warmUpMs))

async function measure(snapshot: boolean, during: () => Promise<unknown>): Promise<void> {
  await monitor.take()
  load.take()
  const startedAt = performance.now()
  await during()
  const ms = performance.now() - startedAt
  const phase: SnapshotPhase = { snapshot, ms, ...load.take(), pauses: await monitor.take() }
  console.log(JSON.stringify(phase))
}

for (let repetition = 0; repetition < Number(values.repetitions); repetition += 1) {
  await measure(false, () => delay(Number(values.quietMs)))
  await measure(true, () => {
    const done = new Promise<void>((end) => (made = end))
    release()
    return done
  })
}
load.stop()
// Not closed in order: that waits for the snapshot that is held back, and the folder is thrown away.
process.stdout.write('', () => process.exit(0))
