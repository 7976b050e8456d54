import type { Begun } from '../../../../server/journal/journal.ts'
import * as original from '../../../../server/postgres/postgres-journal.ts'

export class PostgresJournal extends original.PostgresJournal {
  override async begin(after: number): Promise<Begun> {
    const begun = await super.begin(after)
    if (begun.kind === 'away') return begun
    return { ...begun, entries: [...begun.entries, ...begun.entries] }
  }
}
