import { chmod } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Result } from '../bench/report.ts'
import { benchFanout } from '../bench/rows/fanout.ts'
import { benchGrowth } from '../bench/rows/growth.ts'
import { benchIdle } from '../bench/rows/idle.ts'
import { benchLatency } from '../bench/rows/latency.ts'
import { benchMemory } from '../bench/rows/memory.ts'
import { benchNodes } from '../bench/rows/nodes.ts'
import { benchPurchases } from '../bench/rows/purchases.ts'
import { benchSnapshots } from '../bench/rows/snapshots.ts'
import { benchStaleness } from '../bench/rows/staleness.ts'
import { benchStampede } from '../bench/rows/stampede.ts'
import { benchStart } from '../bench/rows/start.ts'
import { benchWatchers } from '../bench/rows/watchers.ts'
import type { Scale } from '../bench/scale.ts'
import { endMeasured } from '../bench/servers/measured.ts'
import { makeTemporaryFolder, removeTemporaryFolders } from '../support/builders/temporary-folder.ts'

/** Just enough to run everything once, with so many buyers that none reaches a rate limit. */
const scale: Scale = {
  repetitions: 1,
  warmUpMs: 100,
  measureMs: 400,
  measureMsMax: 400,
  products: 20,
  buyers: 200,
  watchers: 5,
  audience: 10,
  stalenessRates: [200],
  idle: 20,
  stampede: 20,
  stampedeBuyers: 2,
  grownProducts: 30,
  grownOrders: 300,
  pastSessions: 20,
  startOrders: 300,
}

beforeAll(async () => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
  // What one row stores for the next goes to a folder that is removed with the test.
  const folder = await makeTemporaryFolder()
  // PostgreSQL runs as another user.
  await chmod(folder, 0o755)
  vi.stubEnv('TMPDIR', folder)
})
afterAll(async () => {
  endMeasured()
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  await removeTemporaryFolders()
})

/** Each row itself throws if an acknowledged order is missing, or if a watcher missed something. */
const rows: [string, (scale: Scale) => Promise<Result[]>][] = [
  // The slowest first.
  ['growth', benchGrowth],
  ['nodes', (tiny) => benchNodes(tiny)],
  ['purchases', (tiny) => benchPurchases(tiny)],
  ['watchers', benchWatchers],
  ['latency', benchLatency],
  ['fanout', benchFanout],
  ['staleness', benchStaleness],
  ['idle', benchIdle],
  ['memory', benchMemory],
  ['stampede', (tiny) => benchStampede(tiny)],
  ['start', benchStart],
  ['snapshots', benchSnapshots],
]

/** Snapshots have the lowest priority, and take long on a busy machine. */
const timeoutMs = 240_000

/** They run at the same time, since no figure matters. */
describe.concurrent('the bench measures, however little there is', () => {
  test.each(rows)('[bench] %s', { timeout: timeoutMs }, async (_, bench) => {
    const results = await bench(scale)
    expect(results.length).toBeGreaterThan(0)
    for (const { what, figures } of results) {
      expect(figures.length, what).toBeGreaterThan(0)
      expect(figures.every(Number.isFinite), `${what}: ${figures}`).toBe(true)
    }
  })
})
