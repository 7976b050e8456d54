import type { Entry } from '../market/event.ts'
import type { JournalFailure } from './journal.ts'

/** `failed` and `closed` are final. */
export type AppendState =
  | { kind: 'open' }
  | { kind: 'appending' }
  | { kind: 'failed'; failure: JournalFailure }
  | { kind: 'closed' }

/** After a failure nothing is acknowledged any more; any other state than `open` is a bug of the caller. */
export function assertMayAppend(state: AppendState): void {
  if (state.kind === 'failed') throw state.failure
  if (state.kind !== 'open') throw new Error(`append to a journal that is ${state.kind}`)
}

/** The caller numbers the entries; a gap would be noticed only at the next start. */
export function assertGroup(lastSeq: number, after: number, entries: readonly Entry[]): void {
  if (after > lastSeq) throw new Error(`append after ${after}, and the last entry is ${lastSeq}`)
  if (entries.length === 0) throw new Error('append of no entries')
  let next = after
  for (const { seq } of entries) {
    next += 1
    if (seq !== next) throw new Error(`append of entry ${seq} where ${next} is next`)
  }
}
