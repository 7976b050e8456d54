import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FileJournals } from '../../server/journal/file-journals.ts'
import {
  entriesIn,
  type Journal,
  JournalDamage,
  type JournalEngine,
  JournalFailure,
} from '../../server/journal/journal.ts'
import type { Entry } from '../../server/market/event.ts'
import { entryVersion, NewerVersion } from '../../server/versions/steps.ts'
import { appendGroups, entriesOf, entryOf } from '../support/builders/entries.ts'
import { MemoryDisk } from '../support/doubles/memory-disk.ts'
import { promisesOfNodes } from './journal-nodes.ts'
import type { JournalSubject, Opened, Promises } from './journal-subject.ts'

/** What every adapter of the Journal port does. */
export function journalContract(
  name: string,
  makeSubject: () => Promise<JournalSubject>,
  appendedBy: 'one process' | 'nodes' = 'one process',
): void {
  describe(name, () => {
    let at: Opened
    beforeEach(async () => {
      const subject = await makeSubject()
      at = { subject, journal: await openAll(subject) }
    })
    afterEach(async () => {
      await at.journal.close()
      await at.subject.end()
    })
    const more = appendedBy === 'nodes' ? promisesOfNodes : promisesOfOneProcess
    for (const [promise, prove] of Object.entries({ ...promises, ...more })) test(promise, () => prove(at))
  })
}

const openAll = ({ journals }: JournalSubject): Promise<Journal> =>
  journals.open({ after: 0, replay: () => undefined })

/** Everything an inspection reads. */
async function inspected(journals: JournalEngine) {
  const entries: Entry[] = []
  const damage: string[] = []
  const found = await journals.inspect({
    entry: (entry) => entries.push(entry),
    damage: (seq, message) => damage.push(`${seq}: ${message}`),
  })
  return { entries, damage, ...found }
}

const copyFolder = '/copy'

/** A backup, and its journal. */
async function copyOf(journals: JournalEngine) {
  const disk = new MemoryDisk()
  const bytes = await journals.copyTo(disk, copyFolder)
  return { bytes, copy: new FileJournals({ disk, folder: copyFolder }) }
}

/** A product's listing as release 1 wrote it, and as it is read now. */
const listing = { type: 'product:created', productId: 1, shopId: 1, name: 'Bread', price: 450, stock: 40 }
const writtenBy1 = { ...entryOf(1), v: 1, events: [listing] } as unknown as Entry
const readNow = {
  ...entryOf(1),
  v: entryVersion,
  events: [{ ...listing, accountsOnly: false, sku: null, content: {} }],
}

const promises: Promises = {
  '[G1] appended entries are read in order, from any seq': async ({ journal }) => {
    await appendGroups(journal, 0, [3, 1, 2])
    expect(await entriesIn(journal.read({ after: 0 }))).toEqual(entriesOf(1, 6))
    expect(await entriesIn(journal.read({ after: 4 }))).toEqual(entriesOf(5, 6))
    expect(await entriesIn(journal.read({ after: 6 }))).toEqual([])
  },

  '[G1] an empty journal returns no entries': async ({ journal }) => {
    expect(await entriesIn(journal.read({ after: 0 }))).toEqual([])
  },

  '[G1] any text round-trips': async ({ journal }) => {
    const texts = [
      '',
      '"\\\n\r\t\0\u2028',
      'naïve 日本語 👩‍👩‍👧',
      '\ud800 alone',
      '","group":99,"sum":"00000000"}\n{',
    ]
    const entries = texts.map((text, index) => entryOf(index + 1, text))
    await journal.append(0, entries)
    expect(await entriesIn(journal.read({ after: 0 }))).toEqual(entries)
  },

  '[G1] stored entries are not shared with the caller': async ({ journal }) => {
    const [entry] = entriesOf(1, 1)
    await journal.append(0, [entry!])
    entry!.events = []
    const [read] = await entriesIn(journal.read({ after: 0 }))
    read!.events = []
    expect(await entriesIn(journal.read({ after: 0 }))).toEqual(entriesOf(1, 1))
  },

  '[G1] an entry that is not durable yet is not read': async ({ subject, journal }) => {
    await appendGroups(journal, 0, [2])
    const held = await subject.holdNext()
    const append = journal.append(2, entriesOf(3, 4))
    await held.reached
    expect(await entriesIn(journal.read({ after: 0 }))).toEqual(entriesOf(1, 2))
    held.release()
    expect(await append).toEqual({ kind: 'appended' })
    expect(await entriesIn(journal.read({ after: 0 }))).toEqual(entriesOf(1, 4))
  },

  '[G1] reading during appends returns what was durable when it began': async ({ journal }) => {
    await appendGroups(journal, 0, [5])
    const reading = journal.read({ after: 0 })[Symbol.asyncIterator]()
    const first = await reading.next()
    expect(first.value?.[0]).toEqual(entryOf(1))
    await appendGroups(journal, 5, [5])
    const rest: unknown[] = []
    for (let next = await reading.next(); !next.done; next = await reading.next()) rest.push(...next.value)
    expect([...first.value!, ...rest]).toEqual(entriesOf(1, 5))
  },

  '[G2] without space nothing is appended, and the same entries can be appended later': async ({
    subject,
    journal,
  }) => {
    await appendGroups(journal, 0, [2])
    await subject.fillNext()
    expect(await journal.append(2, entriesOf(3, 5))).toEqual({ kind: 'full' })
    expect(await entriesIn(journal.read({ after: 0 }))).toEqual(entriesOf(1, 2))
    expect(await journal.append(2, entriesOf(3, 5))).toEqual({ kind: 'appended' })
    expect(await entriesIn(journal.read({ after: 0 }))).toEqual(entriesOf(1, 5))
  },

  '[G6] an append after an outdated seq returns the missing entries, and appends nothing': async ({
    journal,
  }) => {
    await appendGroups(journal, 0, [4])
    expect(await journal.append(2, entriesOf(3, 3))).toEqual({ kind: 'behind', entries: entriesOf(3, 4) })
    expect(await entriesIn(journal.read({ after: 0 }))).toEqual(entriesOf(1, 4))
  },

  '[G6] entries that leave a gap throw, and change nothing': async ({ journal }) => {
    await appendGroups(journal, 0, [2])
    await expect(journal.append(3, entriesOf(4, 4))).rejects.toThrow('append after 3')
    await expect(journal.append(2, entriesOf(4, 4))).rejects.toThrow('append of entry 4')
    await expect(journal.append(2, [entryOf(3), entryOf(5)])).rejects.toThrow('append of entry 5')
    await expect(journal.append(2, [])).rejects.toThrow('no entries')
    await appendGroups(journal, 2, [1])
    expect(await entriesIn(journal.read({ after: 0 }))).toEqual(entriesOf(1, 3))
  },

  '[G6] a concurrent second append throws': async ({ subject, journal }) => {
    const held = await subject.holdNext()
    const first = journal.append(0, entriesOf(1, 1))
    await held.reached
    await expect(journal.append(0, entriesOf(1, 1))).rejects.toThrow('appending')
    await expect(journal.close()).rejects.toThrow('under way')
    held.release()
    expect(await first).toEqual({ kind: 'appended' })
  },

  '[G14] a closed journal opens with the same entries, and continues': async (at) => {
    await appendGroups(at.journal, 0, [3, 2])
    await at.journal.close()
    await expect(at.journal.append(5, entriesOf(6, 6))).rejects.toThrow('closed')
    at.journal = await openAll(at.subject)
    expect(await entriesIn(at.journal.read({ after: 0 }))).toEqual(entriesOf(1, 5))
    await appendGroups(at.journal, 5, [2])
    expect(await entriesIn(at.journal.read({ after: 3 }))).toEqual(entriesOf(4, 7))
  },

  '[G14] opening replays the entries after a seq in order, before any reading': async (at) => {
    await appendGroups(at.journal, 0, [3, 1, 2])
    await at.journal.close()
    for (const after of [0, 4, 6]) {
      const replayed: Entry[] = []
      at.journal = await at.subject.journals.open({ after, replay: (entries) => replayed.push(...entries) })
      expect(replayed).toEqual(entriesOf(after + 1, 6))
      expect(await entriesIn(at.journal.read({ after: 0 }))).toEqual(entriesOf(1, 6))
      await at.journal.close()
    }
  },

  '[G3] a journal that ends before a seq known to be durable is damaged': async ({ subject, journal }) => {
    await appendGroups(journal, 0, [3])
    await journal.close()
    const replay = () => undefined
    await expect(subject.journals.open({ after: 4, replay })).rejects.toThrow(JournalDamage)
    await expect(entriesIn(subject.journals.read({ after: 1, upTo: 4 }))).rejects.toThrow(JournalDamage)
  },

  '[G14] another process can read a range during appends': async ({ subject, journal }) => {
    await appendGroups(journal, 0, [3, 1, 2])
    for (const reader of [subject.journals, journal]) {
      expect(await entriesIn(reader.read({ after: 1, upTo: 4 }))).toEqual(entriesOf(2, 4))
      expect(await entriesIn(reader.read({ after: 4, upTo: 6 }))).toEqual(entriesOf(5, 6))
      expect(await entriesIn(reader.read({ after: 6, upTo: 6 }))).toEqual([])
    }
  },

  '[G3] an inspection by another process during appends reads every entry, and finds no damage': async ({
    subject,
    journal,
  }) => {
    expect(await inspected(subject.journals)).toMatchObject({ entries: [], damage: [], unfinished: null })
    await appendGroups(journal, 0, [3, 1, 2])
    const found = { entries: entriesOf(1, 6), damage: [], unfinished: null }
    expect(await inspected(subject.journals)).toMatchObject(found)
    await journal.close()
    expect(await inspected(subject.journals)).toMatchObject(found)
  },

  '[G1] a copy has every entry that was durable when it began, as journal files': async ({
    subject,
    journal,
  }) => {
    await appendGroups(journal, 0, [3, 2])
    const held = await subject.holdNext()
    const append = journal.append(5, entriesOf(6, 7))
    await held.reached
    const { copy, bytes } = await copyOf(subject.journals)
    held.release()
    await append
    expect(bytes).toBeGreaterThan(0)
    const { entries, damage } = await inspected(copy)
    expect(damage).toEqual([])
    expect(entries.slice(0, 5)).toEqual(entriesOf(1, 5))
    const copied = await copy.open({ after: 5, replay: () => undefined })
    await appendGroups(copied, entries.length, [1])
    await copied.close()
  },

  '[G1] a copy of a closed journal is complete, and continues': async ({ subject, journal }) => {
    await appendGroups(journal, 0, [3, 2])
    await journal.close()
    const { copy } = await copyOf(subject.journals)
    const copied = await copy.open({ after: 5, replay: () => undefined })
    await appendGroups(copied, 5, [1])
    await copied.close()
    expect(await inspected(copy)).toMatchObject({ entries: entriesOf(1, 6), damage: [], unfinished: null })
  },

  '[G15] an entry of an earlier release is upcast to this one': async (at) => {
    const { journals } = at.subject
    await at.journal.append(0, [writtenBy1])
    expect(await entriesIn(at.journal.read({ after: 0 }))).toEqual([readNow])
    expect(await entriesIn(journals.read({ after: 0 }))).toEqual([readNow])
    expect((await inspected(journals)).entries).toEqual([readNow])
    expect(await at.journal.append(0, entriesOf(1, 1))).toEqual({ kind: 'behind', entries: [readNow] })
    await at.journal.close()
    const replayed: Entry[] = []
    at.journal = await journals.open({ after: 0, replay: (entries) => replayed.push(...entries) })
    expect(replayed).toEqual([readNow])
  },

  '[G15] an entry of a newer release is refused': async ({ subject: { journals }, journal }) => {
    await journal.append(0, [{ ...entryOf(1), v: entryVersion + 1 }])
    await journal.close()
    await expect(journals.open({ after: 0, replay: () => undefined })).rejects.toThrow(NewerVersion)
    await expect(entriesIn(journals.read({ after: 0, upTo: 1 }))).rejects.toThrow(NewerVersion)
    await expect(inspected(journals)).rejects.toThrow(NewerVersion)
  },
}

const promisesOfOneProcess: Promises = {
  '[G2] after a failure nothing more is appended, and durable entries can be read': async ({
    subject,
    journal,
  }) => {
    await appendGroups(journal, 0, [2])
    subject.failNext!()
    await expect(journal.append(2, entriesOf(3, 3))).rejects.toThrow(JournalFailure)
    await expect(journal.append(2, entriesOf(3, 3))).rejects.toThrow(JournalFailure)
    expect((await entriesIn(journal.read({ after: 0 }))).slice(0, 2)).toEqual(entriesOf(1, 2))
  },
}
