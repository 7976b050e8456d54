import { readdirSync, statSync } from 'node:fs'
import { join as joinPath } from 'node:path'
import { bounds } from '../../server/bounds.ts'
import { list, purchase } from '../support/builders/wares.ts'
import { join, joinBuyers, joinPrograms, joinSeller } from '../support/drivers/client.ts'
import { LightBuyer } from '../support/drivers/light-buyer.ts'
import { MarketProcess } from '../support/drivers/server-process.ts'
import type { Fault } from './fault.ts'
import { Pace } from './pace.ts'

const connectionsAtOnce = 40

/** One address opens guests and names them as fast as it can, with limits on, while others buy. */
export const namesFlood: Fault = {
  name: 'a flood of names',
  rules: ['G13'],
  async run({ scale, seed }) {
    const seconds = scale === 'full' ? 30 : 3
    const market = await MarketProcess.start({ LOG_LEVEL: 'fatal' })
    const product = await list(await joinSeller(market), { stock: 1_000_000 })
    const buyers = await joinBuyers(market, 5)
    for (const [index, buyer] of buyers.entries())
      await buyer.ok('session:rename', { name: `Honest ${index}` })
    const pace = new Pace(await joinPrograms(market, 5), () => purchase(product))
    await pause(seconds * 1_000)
    const beforeMs = pace.p99()
    const bytesBefore = bytesAboutPeople(market.folder)
    const flood = { named: 0, refused: 0 }
    const endsAt = performance.now() + seconds * 1_000
    await Promise.all(Array.from({ length: connectionsAtOnce }, () => name(market, endsAt, flood)))
    const duringMs = pace.p99()
    await pace.end()
    const grownBytes = bytesAboutPeople(market.folder) - bytesBefore
    const violations: string[] = []
    if (pace.refused.length > 0)
      violations.push(`honest purchases were refused: ${[...new Set(pace.refused)]}`)
    if (flood.named > bounds.rates.namesPerAddressPerTenMinutes)
      violations.push(`${flood.named} names were taken`)
    if (flood.refused === 0 && flood.named >= bounds.rates.namesPerAddressPerTenMinutes)
      violations.push('no name was refused')
    if (grownBytes > 1_000) violations.push(`names of guests who never ordered took ${grownBytes} bytes`)
    const latecomer = await join(market, '/')
    const { order } = await latecomer.ok('purchase:create', purchase(product))
    if (!order.buyerName) violations.push('an order has no name')
    const figures = {
      'names taken': flood.named,
      'names refused': flood.refused,
      'bytes written': grownBytes,
      'p99 before': `${beforeMs.toFixed(1)} ms`,
      'p99 meanwhile': `${duringMs.toFixed(1)} ms`,
      seed,
    }
    await market.end('SIGKILL')
    return { figures, violations, skipped: null }
  },
}

/** Opens one guest after the other, and sets names for each until one is refused. */
async function name(
  market: MarketProcess,
  endsAt: number,
  flood: { named: number; refused: number },
): Promise<void> {
  while (performance.now() < endsAt) {
    const guest = await LightBuyer.join(market).catch(() => null)
    if (guest === null) {
      // The connections have a limit too.
      flood.refused += 1
      await pause(100)
      continue
    }
    for (let isTaken = true; isTaken && performance.now() < endsAt; ) {
      const answer = (await guest.ask('session:rename', { name: `Flood ${flood.named}` })) as {
        ok: boolean
      } | null
      isTaken = answer?.ok ?? false
      if (isTaken) flood.named += 1
      else flood.refused += 1
    }
    guest.leave()
  }
}

const bytesAboutPeople = (folder: string): number =>
  readdirSync(folder)
    .filter((file) => file.startsWith('people'))
    .reduce((sum, file) => sum + statSync(joinPath(folder, file)).size, 0)

const pause = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms))
