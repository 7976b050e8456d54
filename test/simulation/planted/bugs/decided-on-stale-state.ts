import type { Appended, Begun } from '../../../../server/journal/journal.ts'
import type { Entry } from '../../../../server/market/event.ts'
import * as original from '../../../../server/postgres/postgres-journal.ts'

/** What came with a turn is applied only after the batch that was decided in it. */
export class PostgresJournal extends original.PostgresJournal {
  #late: readonly Entry[] = []

  override async begin(after: number): Promise<Begun> {
    const begun = await super.begin(after)
    if (begun.kind !== 'turn' || begun.entries.length === 0) return begun
    this.#late = begun.entries
    return { kind: 'turn', entries: [] }
  }

  override async append(after: number, entries: readonly Entry[]): Promise<Appended> {
    const late = this.#late.length
    this.#late = []
    const numbered = entries.map((entry) => ({ ...entry, seq: entry.seq + late }))
    return super.append(after + late, numbered)
  }
}
