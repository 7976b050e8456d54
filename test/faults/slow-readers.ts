import type { Product } from '../../shared/protocol/shapes.ts'
import { list, purchase } from '../support/builders/wares.ts'
import { joinBuyers, joinSeller } from '../support/drivers/client.ts'
import { RawTcp, textFrame } from '../support/drivers/raw-tcp.ts'
import { MarketProcess } from '../support/drivers/server-process.ts'
import type { Fault } from './fault.ts'
import { Pace } from './pace.ts'
import { residentMb } from './storms.ts'

const path = '/socket.io/?EIO=4&transport=websocket'

/** Clients that read nothing after the handshake, while the market sells to everybody else. */
export const slowReaders: Fault = {
  name: 'readers that stop',
  rules: ['G7', 'G8'],
  async run({ scale, seed }) {
    const isFull = scale === 'full'
    const count = isFull ? 300 : 10
    const market = await MarketProcess.start({ SOUK_LIMITS: 'off', LOG_LEVEL: 'error' })
    const seller = await joinSeller(market)
    const description = 'x'.repeat(3_900)
    const products: Product[] = []
    for (let number = 0; number < 40; number += 1) {
      products.push(await list(seller, { stock: 10_000_000, description }))
    }
    const buyers = await joinBuyers(market, isFull ? 30 : 5)
    let turn = 0
    const pace = new Pace(buyers, () => purchase(products[turn++ % products.length]!), 5)
    await seller.until(() => seller.heard.length > 60, 'selling')
    // The memory that the market needs anyway while it sells: its heap grows until it is collected.
    const control = await watch(market, seller, isFull ? 10_000 : 500)
    const before = { p99: pace.p99(), memoryMb: control.peakMb }
    const stalled = await Promise.all(Array.from({ length: count }, () => stall(market)))
    const atWork = await watch(market, seller, isFull ? 18_000 : 2_000)
    const during = pace.p99()
    await pace.end()
    const violations: string[] = []
    const connected = buyers.filter(({ socket }) => socket.connected).length
    if (connected < buyers.length) violations.push(`${buyers.length - connected} who read were cut off`)
    if (pace.refused.length > 0) violations.push(`refused: ${new Set(pace.refused)}`)
    if (Number.isNaN(during)) violations.push('nobody who reads was answered meanwhile')
    const perClientKb = Math.round(((atWork.peakMb - before.memoryMb) * 1_024) / count)
    if (isFull && perClientKb > 1_024) violations.push(`${perClientKb} KB are held for each`)
    if (isFull && atWork.streams > buyers.length + 1)
      violations.push(`${atWork.streams - buyers.length - 1} were not cut off`)
    for (const client of stalled) client.reset()
    const figures = {
      'that stop': count,
      'memory each': `${perClientKb} KB at most`,
      'left connected': atWork.streams - buyers.length - 1,
      "others' p99 before": `${before.p99.toFixed(1)} ms`,
      "others' p99 meanwhile": `${during.toFixed(1)} ms`,
      seed,
    }
    return { figures, violations, skipped: null }
  },
}

/** A client that joins, and then reads nothing from the network. */
async function stall(market: MarketProcess): Promise<RawTcp> {
  const client = await RawTcp.upgrade(market, path)
  client.write(textFrame('40'))
  client.pause()
  return client
}

/** Observes the process for a while; returns its peak memory and how many streams it has at the end. */
async function watch(
  market: MarketProcess,
  seller: { view: unknown },
  ms: number,
): Promise<{ peakMb: number; streams: number }> {
  let peakMb = 0
  const startedMs = performance.now()
  while (performance.now() - startedMs < ms && seller.view) {
    peakMb = Math.max(peakMb, residentMb(market.pid))
    await new Promise((resume) => setTimeout(resume, 100))
  }
  const response = await fetch(`${market.url}/metrics`)
  const streams = Number(/^souk_connections (\d+)$/m.exec(await response.text())?.[1])
  return { peakMb, streams }
}
