import { parseArgs } from 'node:util'
import { type Result, tableOf } from './report.ts'
import { benchBoard } from './rows/board.ts'
import { benchBrowser } from './rows/browser.ts'
import { benchFanout } from './rows/fanout.ts'
import { benchGrowth } from './rows/growth.ts'
import { benchIdle } from './rows/idle.ts'
import { benchLatency } from './rows/latency.ts'
import { benchMemory } from './rows/memory.ts'
import { benchNodes } from './rows/nodes.ts'
import { benchPurchases } from './rows/purchases.ts'
import { benchSnapshots } from './rows/snapshots.ts'
import { benchStaleness } from './rows/staleness.ts'
import { benchStampede } from './rows/stampede.ts'
import { benchStart } from './rows/start.ts'
import { benchWatchers } from './rows/watchers.ts'
import { fullScale, type Scale } from './scale.ts'
import { pin } from './servers/measured.ts'
import { type Shape, shapes } from './wire/requests.ts'

/**
 * `npm run bench [-- purchases snapshots browser board] [--repetitions N] [--seconds S] [--seconds-max S] [--minutes M]
 * [--shape plain] [--profile]`: figures beside their limits, in one run, on one core for the server and another for the load.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    repetitions: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    'seconds-max': { type: 'string', default: '120' },
    minutes: { type: 'string', default: '2' },
    shape: { type: 'string' },
    profile: { type: 'boolean' },
  },
})
if (values.shape !== undefined && !(values.shape in shapes))
  throw new Error(`no shape is called ${values.shape}; there are: ${Object.keys(shapes).join(', ')}`)
const options = { shape: values.shape as Shape | undefined, profile: values.profile }

const rows: Record<string, (scale: Scale) => Promise<Result[]>> = {
  purchases: (scale) => benchPurchases(scale, options),
  watchers: benchWatchers,
  latency: benchLatency,
  fanout: benchFanout,
  staleness: benchStaleness,
  idle: benchIdle,
  memory: benchMemory,
  stampede: (scale) => benchStampede(scale, { profile: options.profile === true }),
  nodes: (scale) => benchNodes(scale, { profile: options.profile === true }),
  growth: benchGrowth,
  start: benchStart,
  snapshots: benchSnapshots,
  browser: benchBrowser,
  board: () => benchBoard({ minutes: Number(values.minutes) }),
}
/** They may use both cores: nothing is compared with what runs on the other one. */
const unpinned = ['snapshots', 'browser', 'board']

const scale = {
  ...fullScale,
  repetitions: Number(values.repetitions),
  measureMs: Number(values.seconds) * 1_000,
  measureMsMax: Number(values['seconds-max']) * 1_000,
}
const names = positionals.length ? positionals : Object.keys(rows)
const results: Result[] = []
for (const name of names) {
  const bench = rows[name]
  if (!bench) throw new Error(`no bench is called ${name}; there are: ${Object.keys(rows).join(', ')}`)
  if (!unpinned.includes(name)) pin()
  results.push(...(await bench(scale)))
}
console.log(`\n${tableOf(results)}`)
