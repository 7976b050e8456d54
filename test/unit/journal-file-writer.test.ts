import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { nodeDisk } from '../../server/disk/node-disk.ts'
import { FileJournals } from '../../server/journal/file-journals.ts'
import { writeJournalFiles } from '../../server/journal/journal-file-writer.ts'
import { readLineRuns } from '../../server/journal/line-runs.ts'
import { filesOf, marketFolder } from '../support/builders/backup-folders.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'

afterEach(leaveNothing)

const small = { segmentBytesMax: 8 * 1024, readChunkBytes: 4_096 }

const journalFiles = (folder: string): [string, string][] =>
  [...filesOf(folder)].filter(([name]) => name.startsWith('journal-'))

test('[G15] lines that are copied into files of the same size are the same bytes', async () => {
  const { root, market } = await marketFolder(300)
  const copy = join(root, 'copy')
  await nodeDisk.makeFolder(copy)
  const runs = readLineRuns({ disk: nodeDisk, folder: market })
  await writeJournalFiles({ disk: nodeDisk, folder: copy, bounds: small }, runs)
  expect(journalFiles(copy).length).toBeGreaterThan(4)
  expect(journalFiles(copy)).toEqual(journalFiles(market))
})

test('[G15] lines that are copied into one file are the same entries', async () => {
  const { root, market } = await marketFolder(300)
  const copy = join(root, 'copy')
  await nodeDisk.makeFolder(copy)
  const bytes = await writeJournalFiles(
    { disk: nodeDisk, folder: copy },
    readLineRuns({ disk: nodeDisk, folder: market }),
  )
  const [file, ...others] = journalFiles(copy).filter(([name]) => name.endsWith('.jsonl'))
  expect([file![1].length, others]).toEqual([bytes, []])
  const entriesIn = (folder: string) =>
    Array.fromAsync(new FileJournals({ disk: nodeDisk, folder }).read({ after: 0 }))
  expect((await entriesIn(copy)).flat()).toEqual((await entriesIn(market)).flat())
})
