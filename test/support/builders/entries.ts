import type { Journal } from '../../../server/journal/journal.ts'
import type { Entry, Event } from '../../../server/market/event.ts'
import { entryVersion } from '../../../server/versions/steps.ts'

/** Different entries from `first` to `last`; a journal does not read their content. */
export function entriesOf(first: number, last: number): Entry[] {
  const entries: Entry[] = []
  for (let seq = first; seq <= last; seq++) entries.push(entryOf(seq))
  return entries
}

/** A short one, unless there is a text for it to carry. */
export function entryOf(seq: number, reason: string | null = null): Entry {
  const id = `00000000-0000-4000-8000-${String(seq).padStart(12, '0')}`
  const event: Event =
    reason === null
      ? { type: 'shop:suspended', shopId: seq }
      : { type: 'product:restocked', productId: seq, quantity: 7, reason }
  return { v: entryVersion, seq, at: 1_000 + seq, id, actor: 'operator', events: [event] }
}

/** Appends `sizes.length` groups of that many entries each, from the journal's end on, which is at `after`. */
export async function appendGroups(
  journal: Journal,
  after: number,
  sizes: readonly number[],
): Promise<number> {
  let seq = after
  for (const size of sizes) {
    const appended = await journal.append(seq, entriesOf(seq + 1, seq + size))
    if (appended.kind !== 'appended') throw new Error(`the append after ${seq} was ${appended.kind}`)
    seq += size
  }
  return seq
}
