import { randomUUID } from 'node:crypto'
import { firstSum } from '../journal/journal-line.ts'
import { chainLines } from '../journal/line-runs.ts'
import { type Database, DatabaseAway, DatabaseSession, type Query } from '../postgres/database.ts'
import { marketJournal } from '../postgres/locks.ts'
import type { MarketContents } from './market-contents.ts'

const recordsPerInsert = 1_000

/** Writes a market into Souk's tables, which must be empty, in one transaction. */
export async function writeDatabase(database: Database, contents: MarketContents): Promise<void> {
  const session = new DatabaseSession(database)
  try {
    await session.use(async (query) => {
      await query('begin isolation level read committed read write')
      await query('set local synchronous_commit = on; set local idle_in_transaction_session_timeout = 0')
      await writeLines(query, contents)
      await writePeople(query, contents)
      await writePictures(query, contents)
      for (const [name, secret] of await contents.secrets())
        await query({
          text: 'insert into souk_settings (name, value) values ($1, $2)',
          values: [name, secret],
        })
      if ((await query('commit')).command !== 'COMMIT') throw new DatabaseAway('the market was not written')
    })
  } finally {
    session.close()
  }
}

/** A group of the table has the lines of several groups of a file, which lines still name. */
async function writeLines(query: Query, contents: MarketContents): Promise<void> {
  let sum = firstSum
  for await (const run of contents.lines()) {
    sum = chainLines(run, sum)
    const last = run.first + run.lineEnds.length - 1
    await query({
      name: 'souk_write',
      text: `insert into souk_groups (journal, first_seq, last_seq, sum, id, node, lines)
        values ($1, $2, $3, $4, $5, 'copy', $6)`,
      values: [marketJournal, run.first, last, sum, randomUUID(), run.bytes],
    })
  }
}

/** All of one version, as if they had been written at once. */
async function writePeople(query: Query, contents: MarketContents): Promise<void> {
  const people = await contents.people()
  for (let start = 0; start < people.length; start += recordsPerInsert) {
    const some = people.slice(start, start + recordsPerInsert)
    await query({
      text: `insert into souk_records (kind, key, version, body)
        select kind, key, 1, body from unnest($1::text[], $2::text[], $3::text[]) as new (kind, key, body)`,
      values: [
        some.map(({ kind }) => kind),
        some.map(({ key }) => key),
        some.map(({ value }) => JSON.stringify(value)),
      ],
    })
  }
}

async function writePictures(query: Query, contents: MarketContents): Promise<void> {
  for await (const { name, type, bytes, shopId, wasUsed, unusedMs } of contents.pictures())
    await query({
      text: `insert into souk_images (hash, type, shop, size, was_used, unused_since, bytes)
        values ($1, $2, $3, $4, $5, clock_timestamp() - $6 * interval '1 millisecond', $7)`,
      values: [name, type, shopId, bytes.length, wasUsed, unusedMs, bytes],
    })
}
