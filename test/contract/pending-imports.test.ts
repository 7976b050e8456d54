import { afterEach, describe, expect, test } from 'vitest'
import { MemoryImports } from '../../server/csv/memory-imports.ts'
import { type ImportBounds, type PendingImports, TooManyRows } from '../../server/csv/pending-imports.ts'
import type { ImportRow } from '../../server/market/command.ts'
import { systemClock } from '../../server/os/system.ts'
import { PostgresImports } from '../../server/postgres/postgres-imports.ts'
import { makeDatabase } from '../support/drivers/postgres-nodes.ts'

const opened: PostgresImports[] = []
afterEach(() => {
  for (const imports of opened.splice(0)) imports.close()
})

/** Two nodes; the same one twice where only one node can use it. */
type Nodes = [PendingImports, PendingImports]

const subjects: Record<string, (bounds: ImportBounds) => Promise<Nodes>> = {
  memory: async (bounds) => {
    const imports = new MemoryImports({ clock: systemClock, bounds })
    return [imports, imports]
  },
  'a table of PostgreSQL': async (bounds) => {
    const database = await makeDatabase()
    const make = () => {
      const imports = new PostgresImports({ database, clock: systemClock, bounds })
      opened.push(imports)
      return imports
    }
    return [make(), make()]
  },
}

const bounds: ImportBounds = { plansPerShopMax: 3, planRowsMax: 20, planMsMax: 60_000 }

const rowsOf = (count: number): ImportRow[] =>
  Array.from({ length: count }, (_, index) => ({
    kind: 'update',
    productId: index,
    ifSeq: 1,
    changes: { name: 'Bread \u0000 \ud800 ' },
    restock: 0,
  }))

const file = (token: string, shopId: number, rows = 1) => ({
  token,
  actorId: `seller-${shopId}`,
  shopId,
  importRows: rowsOf(rows),
})

const isThere = async (imports: PendingImports, token: string, shopId: number): Promise<boolean> =>
  (await imports.claim(token, `seller-${shopId}`, 'c')) !== null

describe.each(Object.entries(subjects))('pending imports in %s', (_, open) => {
  test('[G5] a file that one node checked is applied by the command that claims it first, on any node', async () => {
    const [one, other] = await open(bounds)
    await one.add(file('t', 2, 3))
    expect(await other.claim('t', 'seller-3', 'x')).toBeNull()
    const planned = { shopId: 2, importRows: rowsOf(3), commandId: 'a' }
    const claims = [await other.claim('t', 'seller-2', 'a'), await one.claim('t', 'seller-2', 'b')]
    expect(claims).toEqual([planned, planned])
    await one.release('t', 'b')
    expect(await other.claim('t', 'seller-2', 'b')).toEqual(planned)
    await one.release('t', 'a')
    expect(await other.claim('t', 'seller-2', 'b')).toEqual({ ...planned, commandId: 'b' })
    expect(await one.claim('another', 'seller-2', 'b')).toBeNull()
  })

  test('[limits] files of all nodes count together, also when they come at the same time', async () => {
    const [one, other] = await open(bounds)
    for (let round = 0; round < 10; round += 1) {
      await Promise.all([one, other].map((node, n) => node.add(file(`t${round}.${n}`, 2, 2))))
      expect((await one.usage()).filesOf(2)).toBe(Math.min(2 * (round + 1), 3))
    }
    for (const node of [one, other]) {
      const { rows, filesOf } = await node.usage()
      expect([rows, filesOf(2), filesOf(3)]).toEqual([6, 3, 0])
    }
    await one.add(file('u', 3, 4))
    await expect(other.add(file('v', 4, 17))).rejects.toThrow(TooManyRows)
    await other.add(file('w', 4, 9))
    expect((await one.usage()).rows).toBe(19)
    await one.add(file('x', 5, 4))
    expect([await isThere(other, 'u', 3), await isThere(one, 'w', 4)]).toEqual([true, false])
  })

  test('[limits] a file that waited too long is gone, and makes room', async () => {
    const [one, other] = await open({ ...bounds, planMsMax: 0 })
    await one.add(file('t', 2, 20))
    expect([await isThere(one, 't', 2), (await other.usage()).rows]).toEqual([false, 0])
    await other.add(file('u', 3, 20))
  })
})
