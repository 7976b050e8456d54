import { type Database, DatabaseSession } from '../postgres/database.ts'
import { marketJournal } from '../postgres/locks.ts'
import { readRowLines } from '../postgres/read-groups.ts'
import type { RecordChange } from '../records/records.ts'
import type { People } from '../session/accounts.ts'
import { type SecretName, secretNames } from '../session/secrets.ts'
import type { MarketContents, Secrets } from './market-contents.ts'
import { type Picture, pictureOf } from './pictures.ts'

const recordsPerPage = 5_000
const picturesPerPage = 8

/**
 * The market in a database, which may be running: all of it is read in one transaction, in a snapshot of the moment at
 * which it began. What entries refer to, a shop's account say, was committed before them, and so is in the snapshot too.
 */
export class DatabaseContents implements MarketContents {
  readonly #session: DatabaseSession

  private constructor(session: DatabaseSession) {
    this.#session = session
  }

  /** Hands the contents to `use`, and ends the transaction when that resolves or rejects. */
  static async read<Result>(
    database: Database,
    use: (contents: DatabaseContents) => Promise<Result>,
  ): Promise<Result> {
    const session = new DatabaseSession(database)
    try {
      await session.query('begin isolation level repeatable read read only')
      await session.query('set local idle_in_transaction_session_timeout = 0')
      return await use(new DatabaseContents(session))
    } finally {
      session.close()
    }
  }

  lines(): ReturnType<MarketContents['lines']> {
    return readRowLines(this.#session, marketJournal)
  }

  async people(): Promise<RecordChange<People>[]> {
    const people: RecordChange<People>[] = []
    for (let last = { kind: '', key: '' }; ; ) {
      const { rows } = await this.#session.query<{ kind: string; key: string; body: string }>(
        `select kind, key, body from souk_records
         where (kind, key) > ($1, $2) and body is not null order by kind, key limit $3`,
        [last.kind, last.key, recordsPerPage],
      )
      for (const { kind, key, body } of rows)
        people.push({ kind, key, value: JSON.parse(body) } as RecordChange<People>)
      if (rows.length < recordsPerPage) return people
      last = rows.at(-1)!
    }
  }

  async secrets(): Promise<Secrets> {
    const { rows } = await this.#session.query<{ name: SecretName; value: string }>(
      'select name, value from souk_settings where name = any ($1)',
      [secretNames],
    )
    return new Map(rows.map(({ name, value }) => [name, value]))
  }

  async *pictures(): AsyncGenerator<Picture, void, undefined> {
    for (let last = ''; ; ) {
      const { rows } = await this.#session.query<PictureRow>(
        `select hash, shop, was_used, bytes,
           coalesce(extract(epoch from clock_timestamp() - unused_since) * 1000, 0)::float8 as unused_ms
         from souk_images where hash > $1 order by hash limit $2`,
        [last, picturesPerPage],
      )
      for (const { hash, shop, was_used, unused_ms, bytes } of rows) {
        const picture = pictureOf(hash, bytes, `The picture ${hash} in the database`)
        yield { ...picture, shopId: shop, wasUsed: was_used, unusedMs: Math.max(0, unused_ms) }
      }
      if (rows.length < picturesPerPage) return
      last = rows.at(-1)!.hash
    }
  }
}

interface PictureRow {
  hash: string
  shop: number
  was_used: boolean
  unused_ms: number
  bytes: Buffer
}
