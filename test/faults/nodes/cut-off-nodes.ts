import { seededRandom } from '../../../shared/seeded-random.ts'
import { DatabaseProxy, type Point } from '../../support/drivers/database-proxy.ts'
import type { Fault } from '../fault.ts'
import { judgeDatabase } from './judge.ts'
import { makeDatabase, startNode } from './start-nodes.ts'
import { Traffic } from './traffic.ts'

const moments: readonly (Point | null)[] = ['insert', 'commit', null, 'commit reply']
/** Above the time after which a turn is ended (500 ms), with room for a busy machine. */
const stallMsMax = 2_500
const healedMsMax = 10_000

/** The network between a node and the database drops everything, and later delivers what was under way. */
export const cutOffNodes: Fault = {
  name: 'nodes cut off',
  rules: ['G5', 'G6', 'G7', 'G9', 'G10', 'G11'],
  async run({ scale, seed }) {
    const random = seededRandom(seed)
    const cuts = scale === 'full' ? 12 : 2
    const url = await makeDatabase()
    const proxy = await DatabaseProxy.open(url)
    const [cutOff, other] = await Promise.all([startNode(proxy.url), startNode(url)])
    const traffic = await Traffic.begin([cutOff, other], 10)
    const violations: string[] = []
    let worstMs = 0
    for (let cut = 0; cut < cuts; cut += 1) {
      await new Promise((resume) => setTimeout(resume, random.integer(5, 100)))
      await cutAt(proxy, moments[cut % moments.length]!)
      await new Promise((resume) => setTimeout(resume, scale === 'full' ? random.integer(500, 9_000) : 3_000))
      proxy.heal()
      const tookMs = await inStepAgain(traffic)
      if (tookMs === null) violations.push(`not in step ${healedMsMax} ms after the network was back`)
      worstMs = Math.max(worstMs, tookMs ?? healedMsMax)
    }
    await traffic.end()
    const stallMs = traffic.longestMs(other)
    const verdict = await judgeDatabase(url, traffic)
    if (stallMs > stallMsMax)
      violations.push(`a node that was cut off stalled the other one for ${stallMs} ms`)
    return {
      figures: {
        cuts,
        ...verdict.figures,
        'longest stall of the other node': `${stallMs} ms`,
        'in step again within': `${Math.round(worstMs)} ms`,
        seed,
      },
      violations: [...violations, ...verdict.violations],
      skipped: null,
    }
  },
}

function cutAt(proxy: DatabaseProxy, point: Point | null): Promise<void> {
  if (point === null) return Promise.resolve(proxy.silence())
  return new Promise((cut) => {
    proxy.once(point, () => {
      proxy.silence()
      cut()
      return 'forward'
    })
  })
}

/** The time until every buyer shows what was sold when the network came back; null when it takes too long. */
async function inStepAgain({ buyers, acknowledged }: Traffic): Promise<number | null> {
  const seq = Math.max(...acknowledged.values())
  const startedMs = performance.now()
  while (buyers.some((buyer) => buyer.seq < seq)) {
    if (performance.now() - startedMs > healedMsMax) return null
    await new Promise((resume) => setTimeout(resume, 10))
  }
  return performance.now() - startedMs
}
