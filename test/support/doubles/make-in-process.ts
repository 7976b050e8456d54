import { SnapshotHelper, type SnapshotMaker } from '../../../server/snapshot/snapshot-helper.ts'

/** Makes a snapshot in a process, and cleans up after it. */
export const makeInProcess: SnapshotMaker = (folder, upTo, signal) => {
  const helper = new SnapshotHelper()
  return helper.make(folder, upTo, signal).finally(() => helper.close())
}
