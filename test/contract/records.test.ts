import { afterEach, describe, expect, test } from 'vitest'
import { nodeDisk } from '../../server/disk/node-disk.ts'
import type { Records } from '../../server/records/records.ts'
import { named, namesOf, openRecords, type TestKinds } from '../support/builders/record-files.ts'
import { makeTemporaryFolder, removeTemporaryFolders } from '../support/builders/temporary-folder.ts'
import { MemoryDisk } from '../support/doubles/memory-disk.ts'
import { MemoryRecords } from '../support/doubles/memory-records.ts'
import { makeDatabase, openRecordsOf } from '../support/drivers/postgres-nodes.ts'

afterEach(removeTemporaryFolders)

/** A store, how to reopen it, and how to make its next write fail. */
interface Subject {
  records: Records<TestKinds>
  again(): Promise<Records<TestKinds>>
  failNext(): void | Promise<void>
}

const subjects: Record<string, () => Promise<Subject>> = {
  'records in memory': async () => {
    const records = new MemoryRecords<TestKinds>()
    return {
      records,
      again: async () => records,
      failNext: () => {
        records.failNextWrite = true
      },
    }
  },
  'records in files': async () => {
    const folder = await makeTemporaryFolder()
    let failing = false
    const disk = {
      ...nodeDisk,
      open: async (...args: Parameters<typeof nodeDisk.open>) => {
        const file = await nodeDisk.open(...args)
        const sync = async () => {
          if (failing) throw new Error('no space')
          return file.sync()
        }
        return new Proxy(file, {
          get: (target, name) => {
            const value = name === 'sync' ? sync : Reflect.get(target, name)
            return typeof value === 'function' ? value.bind(target) : value
          },
        })
      },
    }
    const records = await openRecords(disk, { folder })
    return {
      records,
      again: async () => {
        failing = false
        await records.close()
        return openRecords(nodeDisk, { folder })
      },
      failNext: () => {
        failing = true
      },
    }
  },
  'records in PostgreSQL': async () => {
    const database = await makeDatabase()
    const records = await openRecordsOf(database, 'a')
    const client = await database.connect()
    return {
      records,
      again: async () => {
        await client.query('alter table souk_records drop constraint if exists souk_full')
        await client.end()
        await records.close()
        return openRecordsOf(database, 'a')
      },
      failNext: async () => {
        await client.query('alter table souk_records add constraint souk_full check (false) not valid')
      },
    }
  },
  'records in files after a power loss': async () => {
    const disk = new MemoryDisk()
    return {
      records: await openRecords(disk),
      again: () => {
        disk.losePower()
        return openRecords(disk)
      },
      failNext: () => {
        disk.failNextSync = true
      },
    }
  },
}

describe.for(Object.entries(subjects))('%s', ([, given]) => {
  test('[G1] records are read as they were last written', async () => {
    const { records, again } = await given()
    await Promise.all([
      records.write([named('b-1', 'Amara'), named('b-2', '__proto__')]),
      records.write([named('__proto__', 'Ben')]),
      records.write([{ kind: 'person', key: 'b-1', value: { id: 'a-1', visits: 2 } }]),
    ])
    await records.write([named('b-1', 'Amina'), named('b-2', undefined), named('b-3', undefined)])
    const opened = await again()
    expect([...opened.entries('name')].sort()).toEqual([
      ['__proto__', 'Ben'],
      ['b-1', 'Amina'],
    ])
    expect(opened.get('person', 'b-1')).toEqual({ id: 'a-1', visits: 2 })
    expect([opened.count('name'), opened.count('person')]).toEqual([2, 1])
    await opened.close()
  })

  test('[G1] a change is visible at once, and listeners get the previous value', async () => {
    const { records, again } = await given()
    const seen: unknown[] = []
    records.onChange('name', (...change) => void seen.push(change))
    const writing = records.write([named('b-1', 'Amara')])
    expect(records.get('name', 'b-1')).toBe('Amara')
    await writing
    await records.write([named('b-1', undefined)])
    expect(seen).toEqual([
      ['b-1', undefined, 'Amara'],
      ['b-1', 'Amara', undefined],
    ])
    await (await again()).close()
  })

  test('[G2] a failed write leaves nothing behind, and the next one succeeds', async () => {
    const { records, again, failNext } = await given()
    await records.write([named('b-1', 'Amara'), named('b-2', 'Ben')])
    const seen: unknown[] = []
    records.onChange('name', (key, _, after) => void seen.push([key, after]))
    await failNext()
    const changes = [named('b-1', 'Wrong'), named('b-2', undefined), named('b-3', 'Wrong')]
    await expect(records.write(changes)).rejects.toThrow()
    expect(namesOf(records)).toEqual({ 'b-1': 'Amara', 'b-2': 'Ben' })
    expect(seen.slice(3)).toEqual([
      ['b-3', undefined],
      ['b-2', 'Ben'],
      ['b-1', 'Amara'],
    ])
    const opened = await again()
    await opened.write([named('b-4', 'Dora')])
    expect(namesOf(opened)).toEqual({ 'b-1': 'Amara', 'b-2': 'Ben', 'b-4': 'Dora' })
    await opened.close()
  })
})
