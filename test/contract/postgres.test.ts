import type { Client } from 'pg'
import { journalsOf, makeDatabase } from '../support/drivers/postgres-nodes.ts'
import { journalContract } from './journal.ts'

const inPostgres = async () => {
  const database = await makeDatabase()
  const client = await database.connect()
  return {
    journals: journalsOf(database, 'a'),
    openElsewhere: () => journalsOf(database, 'b').open({ after: 0, replay: () => undefined }),
    holdNext: async () => {
      const released = Promise.withResolvers<void>()
      await client.query('begin; lock table souk_groups in share mode')
      released.promise.then(() => client.query('commit'))
      return { reached: isWaited(client), release: released.resolve }
    },
    fillNext: async () => {
      await client.query(`
        create sequence souk_fillings;
        create function souk_fill() returns trigger language plpgsql as $$ begin
          if nextval('souk_fillings') = 1 then raise exception using errcode = '53100'; end if;
          return new;
        end $$;
        create trigger souk_fill before insert on souk_groups for each row execute function souk_fill()`)
    },
    end: () => client.end(),
  }
}

journalContract('a journal in PostgreSQL', inPostgres, 'nodes')

/** Resolves when a statement waits for a lock. */
async function isWaited(client: Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query('select from pg_locks where not granted')
    if (rows.length > 0) return
  }
}
