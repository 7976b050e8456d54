import { bounds } from '../../server/bounds.ts'
import { nodeDisk } from '../../server/disk/node-disk.ts'
import { FileJournals } from '../../server/journal/file-journals.ts'
import { makeSnapshot } from '../../server/snapshot/make-snapshot.ts'
import { seededRandom } from '../../shared/seeded-random.ts'
import { list, purchase } from '../support/builders/wares.ts'
import { FaultyDisk } from '../support/doubles/faulty-disk.ts'
import { randomFrom } from '../support/doubles/random-port.ts'
import { type Client, join, joinSeller } from '../support/drivers/client.ts'
import { MarketServer } from '../support/drivers/server.ts'
import type { Fault } from './fault.ts'
import { judgeFolder } from './shoppers.ts'

const opened = 'opened'

/** Each call to the disk fails once, in a market that starts, sells, makes snapshots, and stops. */
export const failingCalls: Fault = {
  name: 'the Nth disk call fails',
  rules: ['G1', 'G2', 'G3'],
  async run({ scale, seed }) {
    const figures = {
      'calls that failed': 0,
      'stopped by itself': 0,
      acknowledged: 0,
      'false acknowledgements': 0,
      seed,
    }
    const violations: string[] = []
    const stride = scale === 'full' ? 1 : 61
    let fired = true
    for (let number = 1; fired; number += stride) {
      const life = await liveWithFault(number)
      fired = life.fired
      if (fired) figures['calls that failed'] += 1
      if (life.failed) figures['stopped by itself'] += 1
      figures.acknowledged += life.acknowledged.size
      const { lost, violations: found } = await startAgain(life)
      figures['false acknowledgements'] += lost
      violations.push(...found.map((violation) => `call ${number}: ${violation}`))
    }
    return { figures, violations, skipped: null }
  },
}

interface Life {
  folder: string
  fired: boolean
  failed: boolean
  acknowledged: ReadonlyMap<string, number>
}

async function liveWithFault(number: number): Promise<Life> {
  const disk = new FaultyDisk(nodeDisk)
  const acknowledged = new Map<string, number>()
  let hasFailed: () => void = () => undefined
  const failing = new Promise<'failed'>((resolve) => {
    hasFailed = () => resolve('failed')
  })
  // No fault in the first start: it creates the folder for the rest.
  const market = await MarketServer.start({
    environment: { SOUK_LIMITS: 'off' },
    bounds: { journal: { segmentBytesMax: 2_000 }, snapshot: { entriesMin: 5, restFactor: 0 } },
    world: {
      disk,
      makeSnapshot: async (folder, upTo) => {
        const problems = await makeSnapshot({
          journals: new FileJournals({ disk, folder }),
          random: randomFrom(seededRandom(1)),
          disk,
          folder,
          upTo,
          bounds: { ...bounds.market, rowsPerPartMax: 5 },
        })
        return { ms: 0, problems }
      },
      onFailed: () => hasFailed(),
    },
  })
  const calls = disk.calls.length
  disk.faultAt = (call) => (call.number === calls + number ? { kind: 'error', code: 'EIO' } : null)
  const outcome = await Promise.race([failing, sell(market, acknowledged)])
  // A stop that meets the fault may fail: acknowledged entries are durable already.
  await market.stop().catch(() => opened)
  return { folder: market.folder, fired: disk.fired, failed: outcome === 'failed', acknowledged }
}

async function sell(market: MarketServer, acknowledged: Map<string, number>): Promise<'sold'> {
  const seller = await joinSeller(market)
  const product = await list(seller, { stock: 100 })
  const buyer = await join(market, '/')
  for (let count = 0; count < 12; count += 1) {
    const command = purchase(product)
    const answer = await buyer.requestUntilKnown('purchase:create', command)
    if (answer.ok) acknowledged.set(command.id, answer.seq)
    if (count === 6) await rename(buyer)
  }
  return 'sold'
}

/** A name that could not be stored is refused, and can be set again. */
async function rename(buyer: Client<'/'>): Promise<void> {
  await buyer.request('session:rename', { name: 'Ann' })
}

/** On a working disk, as after a repair: everything that was acknowledged is there. */
async function startAgain({ folder, acknowledged }: Life): Promise<{ lost: number; violations: string[] }> {
  const market = await MarketServer.start({ environment: { SOUK_DATA: folder } })
  await market.stop()
  return judgeFolder(folder, acknowledged)
}
