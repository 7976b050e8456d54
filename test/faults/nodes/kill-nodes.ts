import { seededRandom } from '../../../shared/seeded-random.ts'
import type { Fault } from '../fault.ts'
import { judgeDatabase } from './judge.ts'
import { balance, makeDatabase, startNode } from './start-nodes.ts'
import { Traffic } from './traffic.ts'

/** Kills one of two nodes again and again; its clients go to the other one. A third node is never killed. */
export const killNodes: Fault = {
  name: 'kill -9 of nodes',
  rules: ['G1', 'G5', 'G6', 'G7', 'G9', 'G10', 'G11'],
  async run({ scale, seed }) {
    const random = seededRandom(seed)
    const kills = scale === 'full' ? 100 : 4
    const url = await makeDatabase()
    const survivor = await startNode(url)
    const nodes = await Promise.all([startNode(url), startNode(url)])
    const address = await balance(nodes)
    const traffic = await Traffic.begin([survivor, address], 10)
    let withCommands = 0
    for (let kill = 0; kill < kills; kill += 1) {
      await new Promise((resume) => setTimeout(resume, random.integer(5, 300)))
      if (traffic.inFlight > 0) withCommands += 1
      const node = nodes[random.integer(0, 1)]!
      await node.end('SIGKILL')
      await traffic.more(random.integer(20, 100))
      await node.start()
      // Half of them come back to the node, and lose replies once more.
      address.spread()
    }
    await traffic.end()
    const { figures, violations } = await judgeDatabase(url, traffic)
    if (withCommands < kills * 0.8) violations.push(`only ${withCommands} of ${kills} kills met a command`)
    return {
      figures: {
        kills,
        'with commands in flight': `${Math.round((withCommands / kills) * 100)} %`,
        ...figures,
        'longest wait of who moved': `${traffic.longestMs(address)} ms`,
        'longest stall of the other node': `${traffic.longestMs(survivor)} ms`,
        seed,
      },
      violations,
      skipped: null,
    }
  },
}
