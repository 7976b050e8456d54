import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { readConfig } from '../../../server/config.ts'
import { createCore } from '../../../server/core.ts'
import { realEnvironment } from '../../../server/serve.ts'

/**
 * Opens a market's folder in a process of its own, and prints how many bytes that holds: of everything together, and
 * of each part of the market, which is thrown away to see what it held.
 */
const { values } = parseArgs({ options: { folder: { type: 'string', default: '' } } })

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Those that name orders before the orders; in them is the table of buyers too. */
const parts = [
  'ordersOfBuyer',
  'ordersOfShop',
  'movements',
  'pickupCodes',
  'unitsHeld',
  'placedBy',
  'aliases',
  'idempotencyWindow',
  'orders',
  'products',
] as const

const before = heldBytes()
const config = readConfig({ SOUK_DATA: values.folder, LOG_LEVEL: 'error' })
const core = await createCore(config, realEnvironment(config))
const all = heldBytes() - before
const market: Partial<Record<string, unknown>> = core.market as object
const bytesOf: Record<string, number> = {}
for (const part of parts) {
  const bytes = heldBytes()
  delete market[part]
  bytesOf[part] = bytes - heldBytes()
}
console.log(JSON.stringify({ all, ...bytesOf }))
process.exit(0)

/** In the collector's heap, and in flat memory outside of it. */
function heldBytes(): number {
  for (let time = 0; time < 3; time += 1) collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
