import { parseArgs } from 'node:util'
import { benchBoard } from './board.ts'
import { benchBrowser } from './browser.ts'
import { pinSelf } from './process.ts'
import { benchPurchases } from './purchases.ts'
import { benchSnapshots } from './snapshots.ts'

/**
 * `npm run bench [-- purchases snapshots browser board] [--repetitions N] [--seconds S] [--minutes M]`: figures beside their limits, in one run, on
 * one core for the server and another for the load.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    repetitions: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    minutes: { type: 'string', default: '2' },
  },
})
const benches = {
  purchases: benchPurchases,
  snapshots: benchSnapshots,
  browser: benchBrowser,
  board: benchBoard,
}
const names = (positionals.length ? positionals : Object.keys(benches)) as (keyof typeof benches)[]
for (const name of names) {
  const bench = benches[name]
  if (!bench) throw new Error(`no bench is called ${name}; there are: ${Object.keys(benches).join(', ')}`)
  // What shares its core with nobody else is compared; a snapshot may take the other one.
  if (name === 'purchases') pinSelf()
  await bench({
    repetitions: Number(values.repetitions),
    connections: 1_000,
    warmUpMs: 3_000,
    measureMs: Number(values.seconds) * 1_000,
    products: 5_000,
    minutes: Number(values.minutes),
  })
}
