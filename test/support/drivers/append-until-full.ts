import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { nodeDisk } from '../../../server/disk/node-disk.ts'
import { FileJournal } from '../../../server/journal/file-journal.ts'
import { entriesOf } from '../builders/entries.ts'

/** Appends to the journal of a folder, given as the argument, until there is no space; prints the result. */
const folder = process.argv[2]!
const journal = await FileJournal.open({
  disk: nodeDisk,
  folder,
  from: 0,
  knownDurableSeq: 0,
  report: () => {},
})
let kind = 'appended'
while (kind === 'appended' && journal.seq < 10_000) {
  const appended = await journal.append(journal.seq, entriesOf(journal.seq + 1, journal.seq + 5))
  kind = appended.kind
}
const { size } = await stat(join(folder, 'journal-0000000000000001.jsonl'))
await journal.close()
console.log(JSON.stringify({ kind, appended: journal.seq, sizeBytes: size }))
