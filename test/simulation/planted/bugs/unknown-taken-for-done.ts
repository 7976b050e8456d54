import type { Appended } from '../../../../server/journal/journal.ts'
import type { Entry } from '../../../../server/market/event.ts'
import * as original from '../../../../server/postgres/postgres-journal.ts'

export class PostgresJournal extends original.PostgresJournal {
  override async append(after: number, entries: readonly Entry[]): Promise<Appended> {
    const appended = await super.append(after, entries)
    return appended.kind === 'unknown' ? { kind: 'appended' } : appended
  }
}
