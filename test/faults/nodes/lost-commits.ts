import { seededRandom } from '../../../shared/seeded-random.ts'
import { DatabaseProxy, type Point } from '../../support/drivers/database-proxy.ts'
import type { Fault } from '../fault.ts'
import { judgeDatabase } from './judge.ts'
import { makeDatabase, startNode } from './start-nodes.ts'
import { Traffic } from './traffic.ts'

/** The connection of an append is cut after its COMMIT took place, and before it did: the node cannot tell them apart. */
export const lostCommits: Fault = {
  name: 'COMMIT replies lost',
  rules: ['G5', 'G9', 'G10', 'G11'],
  async run({ scale, seed }) {
    const random = seededRandom(seed)
    const replies = scale === 'full' ? 200 : 10
    const url = await makeDatabase()
    const proxies = [await DatabaseProxy.open(url), await DatabaseProxy.open(url)]
    const nodes = await Promise.all(proxies.map((proxy) => startNode(proxy.url)))
    const other = await startNode(url)
    const traffic = await Traffic.begin([...nodes, other], 8)
    const lose = (point: Point): Promise<void> =>
      new Promise((lost) => {
        proxies[random.integer(0, 1)]!.once(point, () => {
          lost()
          return 'cut'
        })
      })
    for (let lost = 0; lost < replies; lost += 1) {
      await lose('commit reply')
      await traffic.more(random.integer(1, 20))
      if (lost % 2 === 0) await lose(lost % 4 === 0 ? 'commit' : 'insert')
      await traffic.more(random.integer(1, 20))
    }
    await traffic.end()
    const { figures, violations } = await judgeDatabase(url, traffic)
    return {
      figures: {
        'replies lost': replies,
        'appends cut before COMMIT': replies / 2,
        ...figures,
        'longest wait': `${Math.max(...nodes.map((node) => traffic.longestMs(node)))} ms`,
        'longest stall of the other node': `${traffic.longestMs(other)} ms`,
        seed,
      },
      violations,
      skipped: null,
    }
  },
}
