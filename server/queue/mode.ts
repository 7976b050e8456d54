import type { Timer } from '../os/clock.ts'

/**
 * What the queue is doing; only its `#become` changes it.
 *
 * - `idle`: nothing waits.
 * - `due`: commands wait and a drain is scheduled: at once after `idle`, after a delay when busy.
 * - `committing`: a batch, decided on a draft, is being made durable. New commands wait for the next one.
 * - `paused`: the disk is full, or the journal cannot be reached. Known ids are answered, all else gets
 *   `unavailable`, until the pause ends.
 * - `failed`: the contents of the disk are unknown. Nothing is answered; the process is about to stop.
 * - `closed`: accepts no commands; the last commit has ended.
 */
export type Mode =
  | { kind: 'idle' | 'committing' | 'failed' | 'closed' }
  | { kind: 'due'; timer: Timer }
  | { kind: 'paused'; until: number }
