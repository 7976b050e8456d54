import type { Begun } from '../../../../server/journal/journal.ts'
import * as original from '../../../../server/postgres/postgres-journal.ts'

export class PostgresJournal extends original.PostgresJournal {
  override async begin(after: number): Promise<Begun> {
    const begun = await super.begin(after)
    return begun.kind === 'turn' ? { ...begun, entries: begun.entries.slice(1) } : begun
  }
}
