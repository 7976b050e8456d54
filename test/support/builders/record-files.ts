import type { Disk } from '../../../server/disk/disk.ts'
import { FileRecords, type FileRecordsOptions } from '../../../server/records/file-records.ts'
import type { RecordChange, Records } from '../../../server/records/records.ts'

/** Two kinds, for tests of the store itself. */
export interface TestKinds {
  name: string
  person: { id: string; visits?: number }
}

const recordFolder = '/data'

export function openRecords(
  disk: Disk,
  options: Partial<FileRecordsOptions<TestKinds>> = {},
): Promise<FileRecords<TestKinds>> {
  return FileRecords.open<TestKinds>({
    disk,
    folder: recordFolder,
    store: 'people',
    initial: async () => [],
    onTornTail: () => {},
    onCompactionFailed: () => {},
    bounds: { garbageMin: 8, appendLengthMax: 1_000, unvouchedBytesMax: 300, logsMax: 4 },
    ...options,
  })
}

export const named = (key: string, value: string | undefined): RecordChange<TestKinds> => ({
  kind: 'name',
  key,
  value,
})

/** All names, by key. */
export const namesOf = (records: Records<TestKinds>): Record<string, string> =>
  Object.fromEntries(records.entries('name'))
