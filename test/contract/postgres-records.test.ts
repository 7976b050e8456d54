import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../server/os/system.ts'
import { beginRecords } from '../../server/postgres/locks.ts'
import { NodeRegistry } from '../../server/postgres/node-registry.ts'
import type { PostgresRecords } from '../../server/postgres/postgres-records.ts'
import { RecordConflict } from '../../server/records/records.ts'
import { named, namesOf, type TestKinds } from '../support/builders/record-files.ts'
import { makeDatabase, openRecordsOf } from '../support/drivers/postgres-nodes.ts'

const opened: PostgresRecords<TestKinds>[] = []
afterEach(async () => {
  for (const records of opened.splice(0)) await records.close()
})

async function openNodes(...nodes: string[]): Promise<PostgresRecords<TestKinds>[]> {
  const database = await makeDatabase()
  const records = await Promise.all(nodes.map((node) => openRecordsOf(database, node)))
  opened.push(...records)
  return records
}

const person = (key: string, id: string) => ({ kind: 'person', key, value: { id } }) as const

describe('records of two nodes', () => {
  test('[G12] a node sees what another one wrote, and is told of it', async () => {
    const [one, other] = await openNodes('a', 'b')
    const seen: unknown[] = []
    other!.onForeignChange(({ kind, key, value }, before) => seen.push([kind, key, before, value]))
    await one!.write([named('b-1', 'Amara'), named('b-2', 'Ben')])
    await expect.poll(() => namesOf(other!)).toEqual({ 'b-1': 'Amara', 'b-2': 'Ben' })
    await one!.write([named('b-1', undefined)])
    await expect.poll(() => namesOf(other!)).toEqual({ 'b-2': 'Ben' })
    expect(seen.at(-1)).toEqual(['name', 'b-1', 'Amara', undefined])
  })

  test('[G2] of two writes of one record at the same time, one is rejected and undone', async () => {
    const [one, other] = await openNodes('a', 'b')
    const outcomes = await Promise.allSettled([
      one!.write([named('b-1', 'Amara'), named('b-3', 'Cleo')]),
      other!.write([named('b-1', 'Ben'), named('b-2', 'Dora')]),
    ])
    const failed = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(failed.map(({ reason }) => reason)).toEqual([expect.any(RecordConflict)])
    const names =
      outcomes[0]!.status === 'fulfilled'
        ? { 'b-1': 'Amara', 'b-3': 'Cleo' }
        : { 'b-1': 'Ben', 'b-2': 'Dora' }
    await expect.poll(() => [namesOf(one!), namesOf(other!)]).toEqual([names, names])
  })

  test('[G2] of two nodes that add a record of an exclusive kind at the same time, one is rejected', async () => {
    const [one, other] = await openNodes('a', 'b')
    const outcomes = await Promise.allSettled([
      one!.write([person('a-1', 'same')]),
      other!.write([person('a-2', 'same')]),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect.poll(() => [one!.count('person'), other!.count('person')]).toEqual([1, 1])
  })

  test('[G1] many writes of two nodes end in the same records', async () => {
    const [one, other, late] = await openNodes('a', 'b', 'c')
    const write = async (records: PostgresRecords<TestKinds>, who: string): Promise<void> => {
      for (let round = 0; round < 20; round += 1)
        await Promise.allSettled(
          [1, 2, 3].map((n) =>
            records.write([named(`b-${n}`, `${who} ${round}`), named(`${who}-${round}`, who)]),
          ),
        )
    }
    await Promise.all([write(one!, 'one'), write(other!, 'other')])
    await one!.write([named('end', 'one')])
    await expect.poll(() => [other!.get('name', 'end'), late!.get('name', 'end')]).toEqual(['one', 'one'])
    expect(namesOf(one!)).toEqual(namesOf(late!))
    expect(namesOf(other!)).toEqual(namesOf(late!))
  })

  test('[G11] a node that is frozen within a write does not keep the others from writing', async () => {
    const database = await makeDatabase()
    const records = await openRecordsOf(database, 'a')
    opened.push(records)
    const frozen = await database.connect()
    await frozen.query(beginRecords)
    // The first of the messages that make up a statement.
    frozen.connection.stream.write(Buffer.from('P\0\0\0\x10\0select 1\0\0\0'))
    const nodes = new NodeRegistry({ database, node: 'a', clock: systemClock, seq: () => 0 })
    await nodes.start()
    const write = () =>
      records.write([named('b-1', 'Amara')]).then(
        () => 'written',
        () => 'away',
      )
    await expect.poll(write, { timeout: 10_000 }).toBe('written')
    await nodes.close()
  })
})
