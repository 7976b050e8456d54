import { seededRandom } from '../../../shared/seeded-random.ts'
import { DatabaseProxy, type Point } from '../../support/drivers/database-proxy.ts'
import type { Fault } from '../fault.ts'
import { judgeDatabase } from './judge.ts'
import { makeDatabase, startNode } from './start-nodes.ts'
import { Traffic } from './traffic.ts'

/** Where a node is frozen: at any moment, or at a step of its turn. */
const moments: readonly (Point | null)[] = ['insert', 'turn', null, 'commit', 'commit reply']
const frozenMs = 3_000
/** Above the time after which a turn is ended (500 ms), with room for a busy machine, and below that of a freeze. */
const stallMsMax = 2_500

/** A node is stopped while it sells, and goes on seconds later as if nothing had happened. */
export const frozenNodes: Fault = {
  name: 'frozen nodes',
  rules: ['G5', 'G6', 'G9', 'G10', 'G11'],
  async run({ scale, seed }) {
    const random = seededRandom(seed)
    const freezes = scale === 'full' ? 30 : 3
    const url = await makeDatabase()
    const proxy = await DatabaseProxy.open(url)
    const [frozen, other] = await Promise.all([startNode(proxy.url), startNode(url)])
    const traffic = await Traffic.begin([frozen, other], 10)
    let inTurns = 0
    for (let freeze = 0; freeze < freezes; freeze += 1) {
      await new Promise((resume) => setTimeout(resume, random.integer(5, 100)))
      const moment = moments[freeze % moments.length]!
      if (moment === null) process.kill(frozen.pid, 'SIGSTOP')
      else {
        await freezeAt(proxy, moment, frozen.pid)
        inTurns += 1
      }
      await new Promise((resume) => setTimeout(resume, frozenMs))
      process.kill(frozen.pid, 'SIGCONT')
      proxy.heal()
      await traffic.more(30)
    }
    await traffic.end()
    const stallMs = traffic.longestMs(other)
    const { figures, violations } = await judgeDatabase(url, traffic)
    if (stallMs > stallMsMax) violations.push(`a frozen node stalled the other one for ${stallMs} ms`)
    return {
      figures: {
        freezes,
        'in the middle of a turn': inTurns,
        ...figures,
        'longest stall of the other node': `${stallMs} ms`,
        seed,
      },
      violations,
      skipped: null,
    }
  },
}

function freezeAt(proxy: DatabaseProxy, point: Point, pid: number): Promise<void> {
  return new Promise((frozen) => {
    proxy.once(point, () => {
      process.kill(pid, 'SIGSTOP')
      frozen()
      // It had sent half of its group.
      return point === 'insert' ? 'half' : 'forward'
    })
  })
}
