import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Journal, JournalFailure } from '../../server/journal/journal.ts'
import type { HeldAppend } from '../../server/journal/memory-journal.ts'
import { appendGroups, collect, entriesOf, entryOf } from '../support/builders/entries.ts'

/** What the suite needs of an adapter. */
export interface JournalSubject {
  /** Opens the journal, as a start would: what was made durable by one opened before is there. */
  open(): Promise<Journal>
  /** The next append waits before it is durable. */
  holdNext(): HeldAppend
  /** The next append finds no space. */
  fillNext(): void
  /** The next append fails so that nobody knows what became of it. */
  failNext(): void
  /** Lets go of everything. */
  end(): Promise<void>
}

/** What every adapter of the Journal port does. */
export function journalContract(name: string, makeSubject: () => Promise<JournalSubject>): void {
  describe(name, () => {
    let at: Opened
    beforeEach(async () => {
      const subject = await makeSubject()
      at = { subject, journal: await subject.open() }
    })
    afterEach(async () => {
      await at.journal.close()
      await at.subject.end()
    })
    for (const [promise, prove] of Object.entries(promises)) test(promise, () => prove(at))
  })
}

interface Opened {
  subject: JournalSubject
  journal: Journal
}

const promises: Record<string, (at: Opened) => Promise<void>> = {
  '[G1] what was appended is read, in order, and from any seq on': async ({ journal }) => {
    await appendGroups(journal, 0, [3, 1, 2])
    expect(await collect(journal.read(0))).toEqual(entriesOf(1, 6))
    expect(await collect(journal.read(4))).toEqual(entriesOf(5, 6))
    expect(await collect(journal.read(6))).toEqual([])
  },

  '[G1] an empty journal has nothing to read': async ({ journal }) => {
    expect(await collect(journal.read(0))).toEqual([])
  },

  '[G1] any text comes back as it was': async ({ journal }) => {
    const texts = [
      '',
      '"\\\n\r\t\0\u2028',
      'naïve 日本語 👩‍👩‍👧',
      '\ud800 alone',
      '","group":99,"sum":"00000000"}\n{',
    ]
    const entries = texts.map((text, index) => entryOf(index + 1, text))
    await journal.append(0, entries)
    expect(await collect(journal.read(0))).toEqual(entries)
  },

  '[G1] the entries that are kept are shared with nobody': async ({ journal }) => {
    const [entry] = entriesOf(1, 1)
    await journal.append(0, [entry!])
    entry!.events = []
    const [read] = await collect(journal.read(0))
    read!.events = []
    expect(await collect(journal.read(0))).toEqual(entriesOf(1, 1))
  },

  '[G1] an entry that is not durable yet is not read': async ({ subject, journal }) => {
    await appendGroups(journal, 0, [2])
    const held = subject.holdNext()
    const append = journal.append(2, entriesOf(3, 4))
    await held.reached
    expect(await collect(journal.read(0))).toEqual(entriesOf(1, 2))
    held.release()
    expect(await append).toEqual({ kind: 'appended' })
    expect(await collect(journal.read(0))).toEqual(entriesOf(1, 4))
  },

  '[G1] reading goes on beside appends, up to what was durable when it began': async ({ journal }) => {
    await appendGroups(journal, 0, [5])
    const reading = journal.read(0)[Symbol.asyncIterator]()
    expect((await reading.next()).value).toEqual(entryOf(1))
    await appendGroups(journal, 5, [5])
    const rest: unknown[] = []
    for (let next = await reading.next(); !next.done; next = await reading.next()) rest.push(next.value)
    expect(rest).toEqual(entriesOf(2, 5))
  },

  '[G2] without space nothing is appended, and the same entries can be appended later': async ({
    subject,
    journal,
  }) => {
    await appendGroups(journal, 0, [2])
    subject.fillNext()
    expect(await journal.append(2, entriesOf(3, 5))).toEqual({ kind: 'full' })
    expect(await collect(journal.read(0))).toEqual(entriesOf(1, 2))
    expect(await journal.append(2, entriesOf(3, 5))).toEqual({ kind: 'appended' })
    expect(await collect(journal.read(0))).toEqual(entriesOf(1, 5))
  },

  '[G2] after a failure nothing is appended any more, and what was durable is read': async ({
    subject,
    journal,
  }) => {
    await appendGroups(journal, 0, [2])
    subject.failNext()
    await expect(journal.append(2, entriesOf(3, 3))).rejects.toThrow(JournalFailure)
    await expect(journal.append(2, entriesOf(3, 3))).rejects.toThrow(JournalFailure)
    expect((await collect(journal.read(0))).slice(0, 2)).toEqual(entriesOf(1, 2))
  },

  '[G6] one who is behind gets what came before, and appends nothing': async ({ journal }) => {
    await appendGroups(journal, 0, [4])
    expect(await journal.append(2, entriesOf(3, 3))).toEqual({ kind: 'behind', entries: entriesOf(3, 4) })
    expect(await collect(journal.read(0))).toEqual(entriesOf(1, 4))
  },

  '[G6] entries that leave a gap are a mistake of the caller, and change nothing': async ({ journal }) => {
    await appendGroups(journal, 0, [2])
    await expect(journal.append(3, entriesOf(4, 4))).rejects.toThrow('append after 3')
    await expect(journal.append(2, entriesOf(4, 4))).rejects.toThrow('append of entry 4')
    await expect(journal.append(2, [entryOf(3), entryOf(5)])).rejects.toThrow('append of entry 5')
    await expect(journal.append(2, [])).rejects.toThrow('no entries')
    await appendGroups(journal, 2, [1])
    expect(await collect(journal.read(0))).toEqual(entriesOf(1, 3))
  },

  '[G6] a second append beside the first is a mistake of the caller': async ({ subject, journal }) => {
    const held = subject.holdNext()
    const first = journal.append(0, entriesOf(1, 1))
    await held.reached
    await expect(journal.append(0, entriesOf(1, 1))).rejects.toThrow('appending')
    await expect(journal.close()).rejects.toThrow('under way')
    held.release()
    expect(await first).toEqual({ kind: 'appended' })
  },

  '[G14] a journal that was closed opens with the same entries, and goes on': async (at) => {
    await appendGroups(at.journal, 0, [3, 2])
    await at.journal.close()
    await expect(at.journal.append(5, entriesOf(6, 6))).rejects.toThrow('closed')
    at.journal = await at.subject.open()
    expect(await collect(at.journal.read(0))).toEqual(entriesOf(1, 5))
    await appendGroups(at.journal, 5, [2])
    expect(await collect(at.journal.read(3))).toEqual(entriesOf(4, 7))
  },
}
