import { setTimeout as sleep } from 'node:timers/promises'
import { bounds } from '../../server/bounds.ts'
import { list, purchase } from '../support/builders/wares.ts'
import { type Client, join, joinSeller } from '../support/drivers/client.ts'
import { get } from '../support/drivers/http.ts'
import { RejoiningClient } from '../support/drivers/rejoining-client.ts'
import { MarketProcess } from '../support/drivers/server-process.ts'
import { Crowd } from './crowd.ts'
import type { Fault } from './fault.ts'

const { outputBytesPerAddressPerMinute } = bounds.rates
const inStepMsMax = 60_000

/**
 * Sixty connections of one address join again and again, and as many requests fetch the market: small requests with
 * large answers. Another guest behind the same address buys meanwhile. Before that, a thousand honest clients behind one
 * address reconnect at once after the market was killed.
 */
export const outputFlood: Fault = {
  name: 'little asked for much',
  rules: ['G8', 'G13'],
  async run({ scale, seed }) {
    const isFull = scale === 'full'
    const market = await MarketProcess.start({ LOG_LEVEL: 'fatal' })
    await fill(await joinSeller(market))
    const violations: string[] = []
    const honest = await hall(market, isFull ? 1_000 : 50, violations)
    const seconds = isFull ? 90 : 5
    const { bytes, joins } = await rejoinFor(market, seconds, violations)
    // The windows of a minute have fixed starts: this many of them may have been used up.
    const bytesMax = (Math.ceil(seconds / 60) + 1) * outputBytesPerAddressPerMinute * 1.1
    if (bytes > bytesMax) violations.push(`${megabytes(bytes)} MB were sent in ${seconds} s`)
    const figures = {
      'honest clients': honest.size,
      'in step after': honest.gatheredMs,
      'in step again after a kill': honest.backMs,
      joins,
      'MB a second': Math.round(bytes / seconds / 1_048_576),
      seed,
    }
    return { figures, violations, skipped: null }
  },
}

const megabytes = (bytes: number): number => Math.round(bytes / 1_048_576)

/** Nearly the largest market that is still sent without a request. */
async function fill(seller: Client<'/seller'>): Promise<void> {
  const description = 'x'.repeat(3_900)
  for (let number = 0; number < 55; number += 1) await list(seller, { stock: 1_000_000, description })
}

/** Honest clients of one address, which connect at once, and again at once after the market was killed. */
async function hall(market: MarketProcess, size: number, violations: string[]) {
  const crowd = Crowd.gather([market.port], size, 1)
  const gathered = await crowd.untilInStep(() => 0, inStepMsMax)
  await market.end('SIGKILL')
  await market.start()
  const back = await crowd.untilInStep(() => 0, inStepMsMax)
  if (gathered === null) violations.push('honest clients did not come into step')
  if (back === null) violations.push('honest clients did not come into step again after a kill')
  const { resets } = await crowd.state(0)
  if (resets > crowd.size) violations.push(`${resets - crowd.size} were sent all of the market again`)
  await crowd.leave()
  return { size: crowd.size, gatheredMs: ms(gathered), backMs: ms(back) }
}

const ms = (value: number | null): string => (value === null ? 'never' : `${Math.round(value)} ms`)

async function rejoinFor(market: MarketProcess, seconds: number, violations: string[]) {
  const seller = await joinSeller(market)
  const product = await list(seller, { stock: 1_000 })
  const buyer = await join(market, '/', { auth: { watch: false } })
  // New guests have a limit of their own, so all connections use one known session.
  const { token } = (await join(market, '/')).stream
  const auth = { watch: true, token: token! }
  const endsAt = performance.now() + seconds * 1_000
  let [bytes, joins] = [0, 0]
  const rejoins = async (): Promise<void> => {
    while (performance.now() < endsAt) {
      // Joins and connections have limits too: retry after a refusal.
      const client = await RejoiningClient.open(market, auth.token).catch(() => null)
      if (!client) {
        await sleep(100)
        continue
      }
      const joined = await client.rejoin(1_000, { auth })
      joins += joined
      bytes += client.receivedBytes
      await client.end('closes the WebSocket')
    }
  }
  const fetches = async (): Promise<void> => {
    while (performance.now() < endsAt) {
      const { status, body } = await get(`${market.url}/api/market`)
      bytes += body.length
      if (status !== 200) await sleep(50)
    }
  }
  const buys = async (): Promise<void> => {
    for (let order = 0; order < 20; order += 1) {
      await sleep((seconds * 1_000) / 20)
      const answer = await buyer.requestUntilKnown('purchase:create', purchase(product))
      if (!answer.ok) violations.push(`somebody who buys was answered ${answer.error.code}`)
    }
  }
  const each = (count: number, work: () => Promise<void>) => Array.from({ length: count }, work)
  await Promise.all([...each(60, rejoins), ...each(10, fetches), buys()])
  return { bytes, joins }
}
