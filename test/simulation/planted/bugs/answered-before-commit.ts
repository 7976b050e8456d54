import type { Appended, Begun } from '../../../../server/journal/journal.ts'
import type { Entry } from '../../../../server/market/event.ts'
import * as original from '../../../../server/postgres/postgres-journal.ts'

export class PostgresJournal extends original.PostgresJournal {
  #underWay: Promise<unknown> = Promise.resolve()

  override async begin(after: number): Promise<Begun> {
    await this.#underWay
    return super.begin(after)
  }

  override async append(after: number, entries: readonly Entry[]): Promise<Appended> {
    this.#underWay = super.append(after, entries).catch(() => undefined)
    return { kind: 'appended' }
  }
}
