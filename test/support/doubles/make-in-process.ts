import { SnapshotHelper, type SnapshotMaker } from '../../../server/snapshot/snapshot-helper.ts'

/** Makes a snapshot in a process, of which nothing is left behind. */
export const makeInProcess: SnapshotMaker = (folder, upTo, signal) => {
  const helper = new SnapshotHelper()
  return helper.make(folder, upTo, signal).finally(() => helper.close())
}
