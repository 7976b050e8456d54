import { join } from 'node:path'
import { Low } from 'lowdb'
import type { Disk } from '../disk/disk.ts'
import { DurableFile } from '../disk/durable-file.ts'
import type { RecordChange } from '../records/records.ts'
import type { People } from './accounts.ts'

/** Until 0.1, people were stored in up to 64 files of each of these kinds, `names-00.json` to `names-3f.json`. */
const kindOf: Readonly<Record<string, keyof People>> = {
  names: 'name',
  accounts: 'account',
  links: 'link',
  ended: 'ended',
}

interface FormerFile {
  records?: Record<string, unknown>
  /** Where the first files of names had their records. */
  names?: Record<string, unknown>
}

const formerFiles = async (disk: Disk, folder: string): Promise<string[]> =>
  (await disk.list(folder))
    .filter((name) => /^(names|accounts|links|ended)-[0-3][0-9a-f]\.json$/.test(name))
    .sort()

/** All records of the files that an earlier release wrote. Throws when one cannot be read. */
export async function readFormerPeople(disk: Disk, folder: string): Promise<RecordChange<People>[]> {
  const changes: RecordChange<People>[] = []
  for (const name of await formerFiles(disk, folder)) {
    const kind = kindOf[name.split('-', 1)[0]!]!
    const low = new Low<FormerFile>(new DurableFile(disk, join(folder, name)), {})
    await low.read()
    for (const [key, value] of Object.entries(low.data.names ?? low.data.records ?? {}))
      changes.push({ kind, key, value } as RecordChange<People>)
  }
  return changes
}

/** Removes files whose records are in the store now, so that no later start reads them. */
export async function removeFormerPeople(disk: Disk, folder: string): Promise<void> {
  const names = await formerFiles(disk, folder)
  if (names.length === 0) return
  for (const name of names) await disk.remove(join(folder, name))
  await disk.syncFolder(folder)
}
