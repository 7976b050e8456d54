import { constants, getPriority, setPriority } from 'node:os'

/**
 * Puts a thread or a process, this one where none is named, below this one's priority: by so much, and `Infinity` is
 * as low as it goes. Where a sandbox forbids it, or there is no such thread any more, all goes on, a little slower.
 *
 * It is JavaScript, as the small processes need it before anything else, and taking types away is not cheap.
 *
 * @param {number} niceMore
 * @param {number} [thread]
 */
export function putBelow(niceMore, thread = 0) {
  try {
    setPriority(thread, Math.min(constants.priority.PRIORITY_LOW, getPriority() + niceMore))
  } catch (error) {
    // The system's own refusals name what was called.
    if (!(error instanceof Error && 'syscall' in error)) throw error
  }
}
