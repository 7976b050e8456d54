export interface LogLine {
  level: number
  msg: string
  snapshotSeq?: number
  event?: string
  error?: { code?: string; name?: string }
}

const explained: ReadonlySet<string> = new Set([
  'no snapshot could be saved',
  'the store of people could not be compacted',
  'the log of people ended in a torn line, which was never acknowledged',
  "this node's clock differs from the database's: it sells nothing",
  'the database has lost entries; this file lists the orders',
])

/** Warnings that faults of the disk or the database explain: a snapshot, name, network or effect that could not be stored. */
export function isExpected({ msg, event, error }: LogLine): boolean {
  const isFault = error?.code === 'EIO' || error?.code === 'ENOSPC' || error?.name === 'DatabaseAway'
  const isName = event === 'session:rename' || msg === 'a name could not be saved'
  const isNetwork = msg === 'the networks of orders could not be saved'
  const isEffect = msg === 'a task failed, and will run again'
  return explained.has(msg) || ((isName || isNetwork || isEffect) && isFault)
}
