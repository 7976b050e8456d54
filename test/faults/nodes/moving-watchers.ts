import { Crowd } from '../crowd.ts'
import type { Fault } from '../fault.ts'
import { judgeDatabase } from './judge.ts'
import { makeDatabase, startNode } from './start-nodes.ts'
import { Traffic } from './traffic.ts'

const gatheredMsMax = 60_000
const movedMsMax = 10_000

/** One of two nodes is killed while thousands watch it: they resume at the other one, which sells all the while. */
export const movingWatchers: Fault = {
  name: 'watchers of a killed node',
  rules: ['G7', 'G10'],
  async run({ scale, seed }) {
    const size = scale === 'full' ? 5_000 : 200
    const url = await makeDatabase()
    const [killed, other] = await Promise.all([startNode(url), startNode(url)])
    const traffic = await Traffic.begin([other], 5)
    const crowd = Crowd.gather([killed.port, other.port], size)
    const violations: string[] = []
    const seqOf = (): number => Math.max(...traffic.acknowledged.values())
    const gatheredSeq = seqOf()
    const gatheredMs = await crowd.untilInStep(() => gatheredSeq, gatheredMsMax)
    const gathered = await crowd.state(gatheredSeq)
    if (gatheredMs === null) violations.push(`${gathered.inStep} of ${crowd.size} came into step at first`)
    await killed.end('SIGKILL')
    const seq = seqOf()
    const movedMs = await crowd.untilInStep(() => seq, movedMsMax)
    const moved = await crowd.state(seq)
    if (movedMs === null) violations.push(`${moved.inStep} of ${crowd.size} came into step at the other node`)
    const resets = moved.resets - gathered.resets
    if (resets > 0) violations.push(`${resets} were reset where changes would have done`)
    if (moved.gaps > 0) violations.push(`${moved.gaps} gaps`)
    await traffic.end()
    const verdict = await judgeDatabase(url, traffic)
    return {
      figures: {
        watchers: crowd.size,
        ...verdict.figures,
        'in step at first after': ms(gatheredMs),
        'in step at the other node after': ms(movedMs),
        'resumed by changes': moved.resumes - gathered.resumes,
        resets,
        'longest wait of the buyers there': ms(traffic.longestMs(other)),
        seed,
      },
      violations: [...violations, ...verdict.violations],
      skipped: null,
    }
  },
}

const ms = (value: number | null): string => (value === null ? 'never' : `${Math.round(value)} ms`)
