export interface LogLine {
  level: number
  msg: string
  snapshotSeq?: number
  event?: string
  error?: { code?: string }
}

const explained: ReadonlySet<string> = new Set([
  'no snapshot could be saved',
  'the store of people could not be compacted',
  'the log of people ended in a torn line, which was never acknowledged',
])

/** Warnings that faults of the disk explain: a snapshot, name, network or effect that could not be stored. */
export function isExpected({ msg, event, error }: LogLine): boolean {
  const isFault = error?.code === 'EIO' || error?.code === 'ENOSPC'
  const isName = event === 'session:rename' || msg === 'a name could not be saved'
  const isNetwork = msg === 'the networks of orders could not be saved'
  const isEffect = msg === 'a task failed, and will run again'
  return explained.has(msg) || ((isName || isNetwork || isEffect) && isFault)
}
