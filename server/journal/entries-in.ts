import type { Entry } from '../market/event.ts'

/** All entries of a reading, in memory at once. */
export async function entriesIn(reading: AsyncIterable<readonly Entry[]>): Promise<Entry[]> {
  const all: Entry[] = []
  for await (const entries of reading) all.push(...entries)
  return all
}
