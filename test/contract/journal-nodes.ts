import { expect } from 'vitest'
import type { Journal } from '../../server/journal/journal.ts'
import { entriesIn } from '../../server/journal/journal.ts'
import { appendGroups, entriesOf } from '../support/builders/entries.ts'
import type { Promises } from './journal-subject.ts'

/** What an adapter whose journal several nodes append to does besides. */
export const promisesOfNodes: Promises = {
  '[G10] a turn returns what other nodes appended, and appends after it': async ({ subject, journal }) => {
    const other = await subject.openElsewhere!()
    await appendGroups(other, 0, [2, 1])
    expect(await journal.begin!(0)).toEqual({ kind: 'turn', entries: entriesOf(1, 3) })
    expect(await journal.append(3, entriesOf(4, 5))).toEqual({ kind: 'appended' })
    expect(await other.begin!(3)).toEqual({ kind: 'turn', entries: entriesOf(4, 5) })
    other.pass!()
    expect(await entriesIn(other.read({ after: 0 }))).toEqual(entriesOf(1, 5))
    await other.close()
  },

  '[G10] an append without a turn is refused while others are ahead': async ({ subject, journal }) => {
    const other = await subject.openElsewhere!()
    await appendGroups(other, 0, [2])
    const behind = { kind: 'behind', entries: entriesOf(1, 2) }
    expect(await journal.append(0, entriesOf(1, 1))).toEqual(behind)
    expect(await journal.append(0, entriesOf(1, 1))).toEqual(behind)
    expect(await journal.append(2, entriesOf(3, 3))).toEqual({ kind: 'appended' })
    await other.close()
  },

  '[G10] two nodes that append all the time make one history': async ({ subject, journal }) => {
    const other = await subject.openElsewhere!()
    const appendTurns = async (node: Journal): Promise<void> => {
      let seq = 0
      for (let turn = 0; turn < 20; turn += 1) {
        const begun = await node.begin!(seq)
        if (begun.kind === 'away') throw new Error('away')
        seq += begun.entries.length
        if (begun.kind === 'behind') continue
        expect(await node.append(seq, entriesOf(seq + 1, seq + 2))).toEqual({ kind: 'appended' })
        seq += 2
      }
    }
    await Promise.all([appendTurns(journal), appendTurns(other)])
    const all = await entriesIn(journal.read({ after: 0 }))
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index + 1))
    expect(all.length).toBeGreaterThan(40)
    await other.close()
  },

  '[G11] a node that keeps its turn loses it, and appends nothing': async ({ subject, journal }) => {
    const other = await subject.openElsewhere!()
    expect(await other.begin!(0)).toEqual({ kind: 'turn', entries: [] })
    // It keeps its turn, and is ended meanwhile.
    expect(await journal.begin!(0)).toEqual({ kind: 'turn', entries: [] })
    expect(await journal.append(0, entriesOf(1, 2))).toEqual({ kind: 'appended' })
    expect(await other.append(0, entriesOf(1, 1))).toEqual({ kind: 'unknown' })
    expect(await other.begin!(0)).toEqual({ kind: 'turn', entries: entriesOf(1, 2) })
    other.pass!()
    await other.close()
  },
}
