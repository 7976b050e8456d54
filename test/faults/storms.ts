import { readFileSync } from 'node:fs'
import { list, purchase } from '../support/builders/wares.ts'
import { joinPrograms, joinSeller } from '../support/drivers/client.ts'
import { MarketProcess } from '../support/drivers/server-process.ts'
import { Crowd } from './crowd.ts'
import type { Fault } from './fault.ts'
import { Pace } from './pace.ts'

const inStepMsMax = 60_000

/** Thousands connect at once, and reconnect at once after the market was killed. */
export const storm: Fault = {
  name: 'storm and stampede',
  rules: ['G7', 'G13', 'G14'],
  async run({ scale, seed }) {
    const size = scale === 'full' ? 10_000 : 200
    const market = await MarketProcess.start({ LOG_LEVEL: 'error' })
    const seller = await joinSeller(market)
    const product = await list(seller, { stock: 10_000_000 })
    const buyers = await joinPrograms(market, scale === 'full' ? 50 : 5)
    const pace = new Pace(buyers, () => purchase(product))
    const violations: string[] = []
    const crowd = Crowd.gather([market.port], size)
    // The last must reach the seq that the market had when the first was checked.
    const gatheredSeq = seller.seq
    const gatheredMs = await crowd.untilInStep(() => gatheredSeq, inStepMsMax)
    const gathered = await crowd.state(gatheredSeq)
    const gatheredP99 = pace.p99()
    const memoryMb = residentMb(market.pid)
    await market.end('SIGKILL')
    await market.start()
    const startedMs = performance.now()
    await Promise.all(buyers.map((buyer) => buyer.ready()))
    const buyersMs = performance.now() - startedMs
    await seller.ready()
    const seq = seller.seq
    const backMs = await crowd.untilInStep(() => seq, inStepMsMax)
    const back = await crowd.state(seq)
    const backP99 = pace.p99()
    await pace.end()
    if (gatheredMs === null) violations.push(`${gathered.inStep} of ${crowd.size} came into step at first`)
    if (backMs === null) violations.push(`${back.inStep} of ${crowd.size} came into step again`)
    if (back.resets > gathered.resets)
      violations.push(`${back.resets - gathered.resets} were reset after the restart`)
    if (back.gaps > 0) violations.push(`${back.gaps} gaps`)
    const figures = {
      connections: crowd.size,
      'in step after': ms(gatheredMs),
      refused: gathered.refused,
      'purchases p99 meanwhile': ms(gatheredP99),
      'resident memory': `${memoryMb} MB`,
      'in step again after a kill': ms(backMs),
      'buyers back after': ms(buyersMs),
      'refused then': back.refused - gathered.refused,
      'resumed by changes': back.resumes - gathered.resumes,
      'purchases p99 then': ms(backP99),
      seed,
    }
    return { figures, violations, skipped: null }
  },
}

const ms = (value: number | null): string => (value === null ? 'never' : `${Math.round(value)} ms`)

/** The process's resident memory, as the kernel reports it. */
export function residentMb(pid: number): number {
  const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  return Math.round(kilobytes / 1_024)
}
