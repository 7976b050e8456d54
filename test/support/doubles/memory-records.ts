import { RecordTables } from '../../../server/records/record-tables.ts'
import type { RecordChange, Records } from '../../../server/records/records.ts'

/** Records that end with the process; the test can make the next write fail. */
export class MemoryRecords<Kinds> extends RecordTables<Kinds> implements Records<Kinds> {
  failNextWrite = false

  async write(changes: readonly RecordChange<Kinds>[]): Promise<void> {
    const undo = this.apply(changes)
    if (!this.failNextWrite) return
    this.failNextWrite = false
    this.apply(undo)
    throw new Error('no space')
  }

  async close(): Promise<void> {}
}
