import { seededRandom } from '../../shared/seeded-random.ts'
import { MarketProcess } from '../support/drivers/server-process.ts'
import type { Fault } from './fault.ts'
import { judgeFolder, Shoppers } from './shoppers.ts'

const buyers = 10

/** Kills the market again and again while it sells; the clients retry what was not answered. */
export const killUnderLoad: Fault = {
  name: 'kill -9 under load',
  rules: ['G1', 'G4', 'G5', 'G7', 'G9', 'G14'],
  async run({ scale, seed }) {
    const random = seededRandom(seed)
    const kills = scale === 'full' ? 80 : 3
    const market = await MarketProcess.start({ SOUK_LIMITS: 'off', LOG_LEVEL: 'error' })
    const shoppers = await Shoppers.open(market, buyers)
    shoppers.begin(4)
    let withCommands = 0
    let worstStartMs = 0
    for (let kill = 0; kill < kills; kill += 1) {
      await new Promise((resume) => setTimeout(resume, random.integer(5, 500)))
      if (shoppers.inFlight > 0) withCommands += 1
      await market.end('SIGKILL')
      const startedMs = performance.now()
      await market.start()
      worstStartMs = Math.max(worstStartMs, performance.now() - startedMs)
      await Promise.all(shoppers.buyers.map((buyer) => buyer.ready()))
    }
    await shoppers.end()
    const left = 100_000_000 - shoppers.acknowledged.size
    await Promise.all(
      shoppers.buyers.map((buyer) => buyer.until(() => buyer.stock(shoppers.product.id) === left)),
    )
    const resets = shoppers.buyers.reduce((sum, { stream }) => sum + stream.resets, 0) - buyers
    await market.end('SIGTERM')
    const { lost, doubled, violations } = await judgeFolder(market.folder, shoppers.acknowledged)
    if (withCommands < kills * 0.8) violations.push(`only ${withCommands} of ${kills} kills met a command`)
    if (resets > 0) violations.push(`${resets} clients were reset where changes would have done`)
    if (shoppers.refused.length > 0) violations.push(`refused: ${new Set(shoppers.refused)}`)
    const figures = {
      kills,
      'with commands in flight': `${Math.round((withCommands / kills) * 100)} %`,
      acknowledged: shoppers.acknowledged.size,
      lost,
      doubled,
      'worst start': `${Math.round(worstStartMs)} ms`,
      seed,
    }
    return { figures, violations, skipped: null }
  },
}
